"""The pages of a list: bring it, look at it, take it in, stop, leave it, undo it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from outreach.access import Role
from outreach.actions import imports
from outreach.models import Centre, ImportFile, ImportMapping, Workplace
from outreach.spreadsheet.limits import UPLOAD
from outreach.spreadsheet.reasons import REASON_TEXTS, FileReason, RowReason
from outreach.views import import_work
from tests import cast
from tests.outreach.lists import look, make_list, take_in

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
BUSAN = {"name": "부산목재", "address": "부산광역시 중구 1"}
DURI = {"name": "두리봉제", "phone": "02-0123-4567", "address": "서울특별시 중구 퇴계로 100"}
ROWS: tuple[dict[str, str], ...] = ({}, DURI, BUSAN)
State = ImportFile.State


def upload(client: Client, content: bytes, **ticks: str) -> str:
    file = SimpleUploadedFile("명단.csv", content)
    sent = {"file": file, "kind": "WORKPLACES", **ticks}
    response = client.post(reverse("import-new"), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, file: ImportFile, **query: str) -> str:
    return client.get(reverse("import", args=[file.pk]), query).content.decode()


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
        ("010-0123-4567", "02-0123-4567"),
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


def test_a_file_without_a_list_says_why_it_failed(centre: Centre, signed_in: SignIn) -> None:
    page = upload(signed_in(), "아무 글\n".encode())

    assert str(REASON_TEXTS[FileReason.NO_HEADER_FOUND]) in page
    assert reverse("import-new") in page


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


def test_a_discarded_list_is_forgotten(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    listed = client.post(reverse("import-discard", args=[file.pk]), follow=True)
    page = shown(client, file)

    assert "명단.csv" in listed.content.decode()
    assert "한빛도장" not in page
    again = client.post(reverse("import-commit", args=[file.pk]), follow=True)
    assert str(imports.FileFinished()) in again.content.decode()


def test_a_list_is_undone_as_a_whole(centre: Centre, signed_in: SignIn) -> None:
    file = take_in(centre, {}, DURI)
    client = signed_in()
    address = reverse("import-undo", args=[file.pk])

    asked = client.get(address).content.decode()
    assert "2건을 새로 등록했습니다" in asked
    assert Workplace.objects.count() == 2

    done = client.post(address, follow=True).content.decode()

    assert "되돌린 명단입니다" in done
    assert not Workplace.objects.exists()


def test_what_hangs_on_a_list_is_shown_instead_of_undoing(
    centre: Centre, signed_in: SignIn
) -> None:
    file = take_in(centre, {})
    cast.make_worker(Workplace.objects.get())
    client = signed_in()

    page = client.post(reverse("import-undo", args=[file.pk])).content.decode()

    assert "한빛도장" in page
    assert "명단 전체를 되돌릴 수 없습니다" in page
    assert Workplace.objects.exists()


def test_a_large_list_shows_how_far_it_is(
    centre: Centre, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SMALL_LIST", 1)
    client = signed_in()

    page = upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()
    address = reverse("import-progress", args=[file.pk])
    part = client.get(address, headers={"HX-Request": "true"})

    assert file.state == State.READING
    assert "명단을 읽고 있습니다" in page
    assert 'http-equiv="refresh"' in page  # without a script
    assert f'hx-get="{address}"' in part.content.decode()

    imports.work(import_file=file, clock=lambda: cast.NOW)
    rested = client.get(address, headers={"HX-Request": "true"})

    assert rested.headers["HX-Redirect"] == reverse("import", args=[file.pk])
    assert client.get(address).headers["Location"] == reverse("import", args=[file.pk])


def test_reading_is_stopped_and_nothing_is_kept(
    centre: Centre, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "SMALL_LIST", 1)
    client = signed_in()
    upload(client, make_list(*ROWS).getvalue())
    file = ImportFile.objects.get()

    page = client.post(reverse("import-cancel", args=[file.pk]), follow=True).content.decode()
    imports.work(import_file=file, clock=lambda: cast.NOW)

    assert "멈추고 있습니다" in page
    file.refresh_from_db()
    assert file.state == State.DISCARDED
    assert not file.rows.exists()


def test_columns_are_corrected_and_remembered(centre: Centre, signed_in: SignIn) -> None:
    client = signed_in()
    lines = "상호,주소,비고란\n한빛도장,서울특별시 중구 을지로 157,010-0123-4567\n"
    upload(client, lines.encode())
    file = ImportFile.objects.get()
    address = reverse("import-columns", args=[file.pk])

    asked = client.get(address).content.decode()
    twice = {"s0-0": "NAME", "s0-1": "NAME", "s0-2": "PHONE"}
    refused = client.post(address, twice).content.decode()
    done = client.post(address, {**twice, "s0-1": "ROAD_ADDRESS"}, follow=True).content.decode()

    assert "비고란" in asked
    assert "두 열 이상에 골랐습니다" in refused
    assert "010-0123-4567" in done
    assert ImportMapping.objects.get().columns["2"] == "PHONE"

    upload(client, lines.replace("한빛", "두리").encode())
    assert "지난번에 고른 대로" in shown(client, ImportFile.objects.latest("pk"))


def test_another_centre_finds_no_such_file(
    centre: Centre, other_centre: Centre, signed_in: SignIn
) -> None:
    file = look(centre, {})
    client = signed_in(staff=cast.make_staff(Role.COORDINATOR, other_centre))

    assert client.get(reverse("import", args=[file.pk])).status_code == 404
    assert client.post(reverse("import-commit", args=[file.pk])).status_code == 404
    assert client.get(reverse("import-rows-export", args=[file.pk])).status_code == 404
    assert "명단.csv" not in client.get(reverse("import-list")).content.decode()


def test_looking_changes_nothing(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {})
    client = signed_in()

    for name in ("import", "import-commit", "import-columns"):
        assert client.get(reverse(name, args=[file.pk])).status_code == 200
    assert not Workplace.objects.exists()
    assert client.get(reverse("import-discard", args=[file.pk])).status_code == 405


def test_who_may_not_import_gets_no_page(centre: Centre, signed_in: SignIn) -> None:
    assert signed_in(Role.VIEWER).get(reverse("import-new")).status_code == 403


def test_formula_text_is_shown_as_text(centre: Centre, signed_in: SignIn) -> None:
    file = look(centre, {"name": '=HYPERLINK("x")<b>'})

    page = shown(signed_in(), file)

    assert "=HYPERLINK(&quot;x&quot;)&lt;b&gt;" in page
