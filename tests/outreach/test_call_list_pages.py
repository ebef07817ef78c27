"""The call list: whom to call, in which part, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from outreach import clock
from outreach.access import Role
from outreach.actions.calls import record_call
from outreach.actions.opt_outs import is_opted_out
from outreach.models import CallTurn, Centre, Consent, Workplace
from tests import cast
from tests.cast import NOW, TODAY
from tests.outreach.call_pages import VERSIONS, SignIn, make_shop, post, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_the_list_says_whom_to_call_and_why(signed_in: SignIn) -> None:
    make_shop(name="가람금속", regular_workers=12)
    tried = make_shop(name="나래봉제")
    call_before(tried, NOW - timedelta(days=4))

    page = read(signed_in())

    assert page.index("나래봉제") < page.index("가람금속")
    assert "지금까지 1번 전화했습니다. 이제 다른 시간대에 걸 때입니다." in page
    assert "아직 전화하지 않았습니다. 12명이 일합니다." in page
    assert 'href="tel:+82220006400">02-2000-6400</a>' in page


def call_before(workplace: Workplace, made_at: datetime, **changes: Any) -> None:
    facts = {"outcome": "NO_ANSWER", "purpose": "NUMBER", **changes}
    record_call(workplace=workplace, staff=cast.make_staff(), now=made_at, **facts)


def test_the_parts_add_up_and_lead_to_their_rows(signed_in: SignIn) -> None:
    make_shop(name="지금")
    call_before(make_shop(name="쉬는 중"), NOW)
    call_before(make_shop(name="거절함"), NOW, outcome="REFUSED")
    cast.make_workplace(name="번호 없음", road_address="서울특별시 중구 을지로 1")
    client = signed_in()

    context = client.get(reverse("call-list")).context

    assert [part.count for part in context["parts"]] == [1, 1, 1, 1]
    assert context["total"] == 4
    for part, name in zip(
        context["parts"], ("지금", "쉬는 중", "거절함", "번호 없음"), strict=True
    ):
        lines = client.get(part.url).context["lines"]
        assert [line.workplace.name for line in lines] == [name]
    assert "서울특별시 중구 을지로 1" in read(client, state="NO_NUMBER")


def test_a_district_narrows_the_list_and_its_counts(signed_in: SignIn) -> None:
    make_shop(name="중구 가게")
    make_shop(name="성동 가게", district_code="11200")

    page = signed_in().get(reverse("call-list"), {"district": "11200"})

    assert [line.workplace.name for line in page.context["lines"]] == ["성동 가게"]
    assert page.context["total"] == 1
    assert "district=11200" in page.content.decode()


def test_the_number_of_queries_does_not_grow(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(30):
        workplace = make_shop(f"+8222000{index:04d}")
        call_before(workplace, NOW - timedelta(days=4 + index))
    client = signed_in()
    client.get(reverse("call-list"))

    with django_assert_max_num_queries(9):
        assert len(client.get(reverse("call-list")).context["lines"]) == 25


def test_somebody_elses_call_is_shown(signed_in: SignIn) -> None:
    workplace = make_shop()
    signed_in(Role.CLINICIAN).post(reverse("call-next"))
    client = signed_in()

    assert "최은영 통화 중" in read(client)
    assert "지금 최은영 님이" in client.get(reverse("call", args=[workplace.pk])).content.decode()


def test_a_refusal_takes_the_workplace_out_until_it_is_put_back(signed_in: SignIn) -> None:
    workplace, client = make_shop(), signed_in()

    post(client, workplace, "REFUSED", "refused", purposes=["TEXTS"], **VERSIONS)
    refused = read(client, state="REFUSED")
    client.post(reverse("call-put-back", args=[workplace.pk]))
    again = client.post(reverse("call-put-back", args=[workplace.pk]), follow=True)

    answer = Consent.objects.get()
    assert "다시 넣기 전에는 전화하지 않습니다" in refused
    assert (answer.purpose, answer.is_given, answer.withdrawn_at) == ("TEXTS", False, None)
    assert is_opted_out("+82220006400")
    assert CallTurn.objects.get().refused_at is None
    assert "이미 목록에 있는" in again.content.decode()


def test_a_refusal_says_what_was_refused(signed_in: SignIn) -> None:
    answer = post(signed_in(), make_shop(), "REFUSED", "refused", **VERSIONS)

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_another_centres_workplaces_are_not_called(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = make_shop(centre=other_centre, name="남의 가게")
    client = signed_in()

    assert "남의 가게" not in read(client)
    assert client.post(reverse("call-next")).headers["Location"] == reverse("call-list")
    for route in ("call", "call-put-back"):
        assert client.post(reverse(route, args=[theirs.pk])).status_code == 404


def test_the_home_page_counts_whom_to_call(signed_in: SignIn) -> None:
    make_shop()
    call_before(make_shop(), NOW)

    figures = signed_in(Role.CLINICIAN).get("/").context["figures"]

    found = {figure.url: (figure.figure, figure.note) for figure in figures}
    assert found[reverse("call-list")] == (1, "문자 가능 번호 없음 2곳 중")


def test_the_workplace_list_leads_to_the_call_list(signed_in: SignIn) -> None:
    make_shop()

    page = signed_in().get(reverse("workplace-list")).content.decode()
    for_a_viewer = signed_in(Role.VIEWER).get(reverse("workplace-list")).content.decode()

    assert f'href="{reverse("call-list")}"' in page
    assert reverse("call-list") not in for_a_viewer
