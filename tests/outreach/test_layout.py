"""The frame: strict policy, no inline script or style, sections by role, dates and money."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.conf import settings as django_settings
from django.contrib.staticfiles.finders import get_finders
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, loader
from django.test import Client, RequestFactory
from django.utils import translation

from outreach.access import Role
from outreach.sections import SECTIONS, sections_for
from tests import cast

TEMPLATES = sorted((Path(django_settings.BASE_DIR) / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle=|hx-on|javascript:|hx-vals=['\"]js:"
    r"|\son(?:click|change|submit|input|load|error|focus|blur|toggle|key\w+|mouse\w+)=",
    re.I,
)
# What a browser fetches by itself; a link that somebody clicks may lead elsewhere.
OUTSIDE = re.compile(
    r"src=[\"']https?:|<link[^>]*https?:|@import\s+[\"']?https?:|url\([\"']?https?:", re.I
)


def without_comments(words: str) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", words, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_has_nothing_inline_and_asks_no_other_host(path: Path) -> None:
    if "pdf" in path.parts:
        pytest.skip("paper, not a page")
    words = without_comments(path.read_text("utf-8"))

    assert INLINE.search(words) is None
    assert OUTSIDE.search(words) is None


@pytest.mark.parametrize(
    "fault",
    ["<p style='x'>", "<script>x</script>", "<b onclick=x>", "<style>", "<a href='javascript:x'>"],
)
def test_the_search_for_inline_parts_finds_them(fault: str) -> None:
    assert INLINE.search(fault) is not None


@pytest.mark.parametrize("path", ["/sign-in/", "/no-such-page/", "/healthz/"])
def test_every_answer_carries_the_strict_policy(client: Client, db: None, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_collected_style_sheets_point_at_files_that_are_collected() -> None:
    found = {
        f"{storage.prefix}/{path}" if storage.prefix else path: (path, storage)
        for finder in get_finders()
        for path, storage in finder.list(None)
    }

    assert "krds/css/component/output.css" in found
    assert "htmx/htmx.min.js" in found
    assert not [path for path in found if "component.css" in path or "cdn" in path]
    for path, (inside, storage) in found.items():
        if not path.endswith(".css"):
            continue
        with storage.open(inside) as file:
            words = file.read().decode()
        assert OUTSIDE.search(words) is None, path
        for target in re.findall(r"url\([\"']?([^\"')]+)", words):
            if not target.startswith(("data:", "#")):
                there = (Path("/") / path).parent / target
                assert str(there.resolve()).lstrip("/") in found, f"{path}: {target}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_header_shows_only_what_the_role_may_open(role: Role) -> None:
    staff = cast.make_staff(role)

    shown = {section.route for section in sections_for(staff)}

    assert shown <= {s.route for s in SECTIONS if staff.may(s.permission)}
    assert ("staff-list" in shown) == (role is Role.ADMINISTRATOR)


def test_a_section_knows_its_pages() -> None:
    holders = [
        [s.route for s in SECTIONS if s.holds(path)]
        for path in ("/", "/due/", "/visits/7/move/", "/workers/3/", "/claims/1/", "/staff/")
    ]

    assert holders == [
        ["home"], ["due-list"], ["week"], ["workplace-list"], ["application-list"], ["staff-list"],
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_header_marks_where_the_person_is(signed_in: Callable[..., Client]) -> None:
    words = signed_in(Role.ADMINISTRATOR).get("/staff/new/").content.decode()

    assert '<a href="/staff/" aria-current="page">설정</a>' in words


@pytest.mark.parametrize(
    ("official", "demo_words", "official_words"), [(True, False, True), (False, True, False)]
)
def test_only_an_official_site_says_that_it_is_one(
    client: Client,
    db: None,
    settings: object,
    official: bool,
    demo_words: bool,
    official_words: bool,
) -> None:
    settings.OFFICIAL_SITE = official  # type: ignore[attr-defined]

    words = client.get("/signed-out/").content.decode()

    assert ("시연용 화면입니다." in words) == demo_words
    assert ("공식 전자정부 누리집입니다" in words) == official_words


class Asked(forms.Form):
    """One field of each kind."""

    day = forms.DateField(help_text="a working day")
    kind = forms.ChoiceField(choices=[("A", "a"), ("B", "b")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)


def test_a_field_is_joined_with_its_help_and_refusal() -> None:
    form = Asked({"day": "never"})
    words = Template("{% load layout %}{% for one in form %}{% field one %}{% endfor %}").render(
        Context({"form": form})
    )

    assert 'type="date"' in words
    assert 'aria-describedby="id_day_help id_day_error"' in words
    assert 'id="id_day_error"' in words
    assert words.count("<fieldset") == 1
    assert words.count('for="id_agreed"') == 1


def test_pages_keep_the_filter() -> None:
    request = RequestFactory().get("/workplaces/", {"district": "11140", "page": "5"})
    page = Paginator(range(200), 10).page(5)

    words = Template("{% include 'components/_pagination.html' %}").render(
        RequestContext(request, {"page": page})
    )

    assert "district=11140&amp;page=6" in words
    assert 'aria-current="page">5<' in words


def test_every_component_tells_how_to_use_it() -> None:
    silent = [
        path.name
        for path in TEMPLATES
        if path.parent.name == "components"
        and not path.read_text("utf-8").startswith(("{% comment %}", "{#"))
    ]

    assert silent == []


@pytest.mark.django_db
def test_refusals_speak_korean_and_show_a_way_out(signed_in: Callable[..., Client]) -> None:
    viewer, strict = signed_in(Role.VIEWER), Client(enforce_csrf_checks=True)

    answers = {
        "이 화면을 볼 권한이 없습니다": viewer.get("/staff/"),
        "찾으시는 화면이 없습니다": viewer.get("/no-such-page/"),
        "한 번 더 보내 주세요": strict.post("/language/"),
    }

    for title, answer in answers.items():
        assert title in answer.content.decode()
        assert 'href="/">첫 화면으로' in answer.content.decode()


def test_the_page_of_our_own_faults_needs_nothing_to_work() -> None:
    with translation.override("ko"):
        assert "처리 중 문제가 생겼습니다" in loader.get_template("500.html").render()
