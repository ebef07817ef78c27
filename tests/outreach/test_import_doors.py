"""The doors of the import: the pages and the command."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outreach.access import Role
from outreach.models import Centre, ImportFile, Workplace
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason, RowReason
from tests import cast
from tests.outreach.lists import look, make_list, take_in

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ROWS: tuple[dict[str, str], ...] = (
    {},
    {"name": "두리봉제", "phone": "02-0123-4567"},
    {"address": "부산광역시 중구 1"},
)


def upload(client: Client, content: bytes, **ticks: str) -> str:
    file = SimpleUploadedFile("명단.csv", content)
    response = client.post(reverse("import-new"), {"file": file, **ticks}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_list_is_looked_at_and_taken_in(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()

    page = upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()

    assert "2곳을 등록하고 0곳을 수정합니다" in page
    assert "문자 가능한 휴대전화" in page
    assert "유선전화 (통화만)" in page
    assert not Workplace.objects.exists()
    rejected = client.get(reverse("import", args=[file.pk]), {"outcome": "REJECTED"})
    assert str(REASON_TEXTS[RowReason.NOT_SEOUL]) in rejected.content.decode()
    assert "도로명주소" in rejected.content.decode()

    done = client.post(reverse("import-commit", args=[file.pk]), follow=True).content.decode()

    assert "사업장 2곳을 등록하고 0곳을 수정했습니다" in done
    assert Workplace.objects.count() == 2


def test_the_counts_of_the_tabs_add_up(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {}, {"name": "두리봉제"})
    file = look(centre, {"workers": "5"}, *ROWS[1:], {"name": "큰솔"}, {})

    response = signed_in().get(reverse("import", args=[file.pk]))

    counts = {tab.outcome: tab.count for tab in response.context["tabs"]}
    assert counts == {
        "NEW": 1,
        "CHANGED": 1,
        "SAME": 0,
        "MERGED": 1,
        "HELD": 1,
        "REJECTED": 1,
    }
    assert response.context["total"] == 5


def test_a_change_shows_old_and_new(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5", "industry": "14112", "phone": "02-0123-4567"})

    response = signed_in().get(reverse("import", args=[file.pk]), {"outcome": "CHANGED"})

    changes = {change.label: change for change in response.context["lines"][0].changes}
    assert len(changes) == 3
    assert [(change.old, change.new) for change in changes.values()][1:] == [
        ("2", "5"),
        ("010-0123-4567", "02-0123-4567"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0", FileReason.NOT_A_SPREADSHEET),
        (b"<html></html>", FileReason.WEB_PAGE),
        ("아무 글\n".encode(), FileReason.NO_HEADER_FOUND),
        (b"", FileReason.EMPTY_FILE),
        (b"x" * (10 * 2**20 + 1), FileReason.TOO_MANY_BYTES),
    ],
)
def test_nonsense_is_refused_beside_the_field(
    centre: Centre, signed_in: SignIn, content: bytes, reason: FileReason
) -> None:
    page = upload(signed_in(), content)

    assert str(REASON_TEXTS[reason]) in page
    assert 'aria-invalid="true"' in page
    assert not ImportFile.objects.exists()


def test_districts_that_are_not_served_enter_by_a_tick(centre: Centre, signed_in: SignIn) -> None:
    rows = make_list({"address": "서울 성동구 아차산로 163"}).getvalue()
    client = signed_in()

    upload(client, rows)
    upload(client, rows, all_districts="on")

    counts = ImportFile.objects.order_by("pk").values_list("counts", flat=True)
    assert list(counts) == [{"REJECTED": 1}, {"NEW": 1}]


def test_a_discarded_list_is_forgotten(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    listed = client.post(reverse("import-discard", args=[file.pk]), follow=True)
    page = client.get(reverse("import", args=[file.pk])).content.decode()

    assert "명단.csv" in listed.content.decode()
    assert "한빛도장" not in page
    again = client.post(reverse("import-commit", args=[file.pk]), follow=True)
    assert "이미 반영했거나 버린 파일입니다" in again.content.decode()


def test_another_centre_finds_no_such_file(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    file = look(centre, {})
    client = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))

    assert client.get(reverse("import", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-commit", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-discard", args=[file.pk])).status_code == 404
    assert "명단.csv" not in client.get(reverse("import-list")).content.decode()


def test_looking_changes_nothing(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})

    assert signed_in().get(reverse("import-commit", args=[file.pk])).status_code == 405
    assert not Workplace.objects.exists()


def test_who_may_not_import_gets_no_page(centre: Centre, signed_in: SignIn) -> None:
    assert signed_in(Role.VIEWER).get(reverse("import-new")).status_code == 403


def test_formula_text_is_shown_as_text(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {"name": '=HYPERLINK("x")<b>'})

    page = signed_in().get(reverse("import", args=[file.pk])).content.decode()

    assert "=HYPERLINK(&quot;x&quot;)&lt;b&gt;" in page
