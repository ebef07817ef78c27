"""The pages of a list: bring it, look at it, take it in, stop, leave it, undo it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from outreach.access import Role
from outreach.models import Centre, ImportFile, Workplace
from outreach.spreadsheet.limits import UPLOAD
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason, RowReason
from tests import cast
from tests.outreach.import_pages import BUSAN, DURI, SignIn, shown, upload
from tests.outreach.lists import look, make_list, take_in

pytestmark = pytest.mark.django_db
ROWS: tuple[dict[str, str], ...] = ({}, DURI, BUSAN)
State = ImportFile.State


def rows(client: Client, file: ImportFile, **query: str) -> str:
    address, headers = reverse("import", args=[file.pk]), {"HX-Request": "true"}
    return client.get(address, query, headers=headers).content.decode()


def test_a_list_is_looked_at_and_taken_in(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()

    page = upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()

    assert "반영하면 2건을 새로 등록합니다" in page
    assert "문자 가능한 휴대전화" in page
    assert "유선전화 (통화만)" in page
    assert not Workplace.objects.exists()
    rejected = shown(client, file, outcome="REJECTED")
    assert str(REASON_TEXTS[RowReason.NOT_SEOUL]) in rejected
    assert "도로명주소" in rejected

    done = client.post(reverse("import-commit", args=[file.pk]), follow=True).content.decode()

    assert "2건을 새로 등록했습니다" in done
    assert Workplace.objects.count() == 2


def test_the_counts_of_the_tabs_add_up(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {}, DURI)
    solid = {"name": "큰솔", "phone": "", "address": "서울특별시 중구 남대문로 5"}
    file = look(centre, {"workers": "5"}, DURI, BUSAN, solid, {"workers": "5"})

    response = signed_in().get(reverse("import", args=[file.pk]))

    counts = {tab.outcome: tab.count for tab in response.context["tabs"]}
    assert counts == {"NEW": 1, "CHANGED": 1, "SAME": 1, "MERGED": 1, "HELD": 0, "REJECTED": 1}
    assert response.context["total"] == 5


def test_a_change_shows_old_and_new(centre: Centre, signed_in: SignIn) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5", "industry": "14112", "phone": "02-0123-4567"})

    response = signed_in().get(reverse("import", args=[file.pk]), {"outcome": "CHANGED"})

    changes = {change.label: change for change in response.context["lines"][0].changes}
    assert len(changes) == 3
    assert [(change.old, change.new) for change in changes.values()][1:] == [
        ("2", "5"),
        ("", "02-0123-4567"),  # added, so nothing is struck out
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0", FileReason.NOT_A_SPREADSHEET),
        (b"<html></html>", FileReason.WEB_PAGE),
        (b"", FileReason.EMPTY_FILE),
        (b"x" * (UPLOAD.max_bytes + 1), FileReason.TOO_MANY_BYTES),
    ],
    ids=["picture", "web page", "empty", "too large"],
)
def test_nonsense_is_refused_beside_the_field(
    centre: Centre, signed_in: SignIn, content: bytes, reason: FileReason
) -> None:
    page = upload(signed_in(), content)

    assert str(REASON_TEXTS[reason]) in page
    assert 'aria-invalid="true"' in page
    assert not ImportFile.objects.exists()


def test_districts_that_are_not_served_enter_by_a_tick(centre: Centre, signed_in: SignIn) -> None:
    content = make_list({"address": "서울 성동구 아차산로 163"}).getvalue()
    client = signed_in()

    upload(client, content)
    upload(client, content, all_districts="on")

    counts = ImportFile.objects.order_by("pk").values_list("counts", flat=True)
    assert list(counts) == [{"REJECTED": 1}, {"NEW": 1}]


def test_rows_are_found_by_name_and_by_reason(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, BUSAN, {"name": "대구금속", "address": "대구광역시 중구 1"}, {"name": ""})
    client = signed_in()

    by_name = rows(client, file, outcome="REJECTED", q="목재")
    by_reason = rows(client, file, outcome="REJECTED", reason="NAME_MISSING")
    by_both = rows(client, file, outcome="REJECTED", q="목재", reason="NAME_MISSING")

    assert "부산목재" in by_name
    assert "대구금속" not in by_name
    assert "부산목재" not in by_reason
    assert "1행 중 1–1" in by_reason
    assert "조건에 맞는 행이 없습니다" in by_both


def test_the_filter_swaps_the_rows_only(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, BUSAN)
    address = reverse("import", args=[file.pk])

    part = signed_in().get(address, {"q": "부산"}, headers={"HX-Request": "true"})

    assert "부산목재" in part.content.decode()
    assert "<h1" not in part.content.decode()


def test_rows_to_correct_are_a_workbook_that_can_be_brought_again(
    centre: Centre, signed_in: SignIn
) -> None:
    file = look(centre, {}, {**BUSAN, "name": '=HYPERLINK("x")부산목재'})
    client = signed_in()

    answer = client.get(reverse("import-rows-export", args=[file.pk]))

    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    cells = [cell for row in sheet.to_python() for cell in row]
    assert '=HYPERLINK("x")부산목재' in cells
    assert str(REASON_TEXTS[RowReason.NOT_SEOUL]) in cells
    assert "한빛도장" not in cells

    again = SimpleUploadedFile("고칠 행.xlsx", answer.content)
    client.post(reverse("import-new"), {"file": again, "kind": "WORKPLACES"})
    assert ImportFile.objects.latest("pk").counts == {"REJECTED": 1}


def test_another_centre_finds_no_such_file(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    file = look(centre, {})
    client = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))

    assert client.get(reverse("import", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-commit", args=[file.pk])).status_code == 404
    assert client.get(reverse("import-rows-export", args=[file.pk])).status_code == 404
    assert "명단.csv" not in client.get(reverse("import-list")).content.decode()


def test_who_may_not_import_gets_no_page(centre: Centre, signed_in: SignIn) -> None:
    assert signed_in(Role.VIEWER).get(reverse("import-new")).status_code == 403


def test_formula_text_is_shown_as_text(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {"name": '=HYPERLINK("x")<b>'})

    page = shown(signed_in(), file)

    assert "=HYPERLINK(&quot;x&quot;)&lt;b&gt;" in page
