from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped]

from outreach import tasks
from outreach.access import Role
from outreach.actions import exports
from outreach.finding.filters import Filter
from outreach.models import AccessEntry, Centre, Export, Staff
from outreach.spreadsheet.streaming import StreamedSheet
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOSTILE = ("=1+1", "+82", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.test", "007")


def at(moment: datetime = NOW) -> Callable[[], datetime]:
    return lambda: moment


def begin(staff: Staff, address: str = "") -> Export:
    return exports.begin(
        staff=staff,
        wanted=Filter.from_query(QueryDict(address), staff),
        reason="방문 안내문 발송",
        language="ko",
        now=NOW,
    )


def cells(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=4)]


@pytest.fixture
def staff(centre: Centre) -> Staff:
    return cast.make_staff(Role.COORDINATOR, centre)


@pytest.fixture
def places(centre: Centre) -> None:
    for number, name in enumerate(HOSTILE):
        place = cast.make_workplace(centre, name=name, comparable_name=f"가{number}")
        cast.make_contact(place, phone=f"+82100001{number:04}")


def test_a_text_is_a_text_whatever_sign_it_begins_with(places: None, staff: Staff) -> None:
    export = begin(staff)
    exports.write(export_id=export.pk, clock=at())
    export.refresh_from_db()

    rows = cells(bytes(export.content or b""))

    assert [row[0].value for row in rows] == list(HOSTILE)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
    assert {row[0].data_type for row in rows} == {"s"}
    assert not any(cell.hyperlink for row in rows for cell in row)


def test_without_saying_so_the_first_would_be_a_formula(tmp_path: Path) -> None:
    """The twin: the library's own guess makes a formula of a name."""
    book = xlsxwriter.Workbook(str(tmp_path / "guessed.xlsx"))
    book.add_worksheet().write(3, 0, HOSTILE[0])
    book.close()

    (row,) = cells((tmp_path / "guessed.xlsx").read_bytes())

    assert row[0].data_type == "f"


def test_a_long_sheet_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    """Rows are on the disk while the book is open: nothing but the last is held."""
    with StreamedSheet(tmp_path / "long.xlsx", title="t", columns=["a"]) as sheet:
        for _ in range(500):
            sheet.write(["문래정밀"])
        parts = [path for path in tmp_path.iterdir() if path.suffix != ".xlsx"]
        assert parts
        assert len(sheet._sheet.table) <= 1


def test_the_list_is_in_the_order_and_of_the_filter(centre: Centre, staff: Staff) -> None:
    for number, size in enumerate((3, 12, 7)):
        cast.make_workplace(centre, name=f"공장{number}", regular_workers=size)
    cast.make_workplace(centre, name="다른 구", district_code="11200", regular_workers=50)
    export = begin(staff, "district=11140&sort=size")

    exports.write(export_id=export.pk, clock=at())

    export.refresh_from_db()
    rows = cells(bytes(export.content or b""))
    assert [row[0].value for row in rows] == ["공장1", "공장2", "공장0"]
    assert export.rows_done == export.rows_total == 3


@pytest.mark.parametrize(
    ("role", "person", "telephone"),
    [(Role.COORDINATOR, "김한빛", "010-0000-4321"), (Role.VIEWER, "김*빛", "010-****-4321")],
)
def test_what_is_masked_on_the_page_is_masked_in_the_file(
    centre: Centre, role: Role, person: str, telephone: str
) -> None:
    cast.make_contact(cast.make_workplace(centre), phone="+821000004321")
    export = begin(cast.make_staff(role, centre))

    exports.write(export_id=export.pk, clock=at())

    export.refresh_from_db()
    texts = [cell.value for row in cells(bytes(export.content or b"")) for cell in row]
    assert (person in texts, telephone in texts) == (True, True)


def test_who_takes_how_many_out_by_which_filter_and_why_is_noted(
    centre: Centre, staff: Staff, signed_in: SignIn
) -> None:
    cast.make_workplace(centre)
    client = signed_in(staff=staff)
    address = f"{reverse('export-new')}?district=11140"

    page = client.post(address, {"reason": "방문 안내문 발송"}, follow=True)
    assert not AccessEntry.objects.exists()
    file = client.get(reverse("export-file", args=[Export.objects.get().pk]))

    assert "파일 받기" in page.content.decode()
    assert file["Content-Disposition"].startswith("attachment")
    entry = AccessEntry.objects.get()
    assert (entry.staff, entry.deed, entry.reason) == (staff, "EXPORTED", "방문 안내문 발송")
    assert (entry.row_count, entry.query) == (1, {"district": ["11140"]})
    assert "한빛" not in repr(entry.__dict__)


def test_without_a_reason_there_is_no_file(centre: Centre, signed_in: SignIn) -> None:
    cast.make_workplace(centre)

    page = signed_in().post(reverse("export-new"), {"reason": " "})

    assert page.status_code == 200
    assert not Export.objects.exists()


def test_a_file_is_for_whoever_asked_and_for_the_same_role_only(
    centre: Centre, staff: Staff, signed_in: SignIn
) -> None:
    cast.make_workplace(centre)
    export = begin(staff)
    exports.write(export_id=export.pk, clock=at())
    export.refresh_from_db()

    other = signed_in(Role.ADMINISTRATOR).get(reverse("export-file", args=[export.pk]))
    staff.role = Role.VIEWER
    staff.save()

    assert other.status_code == 302
    with pytest.raises(exports.NotReady):
        exports.hand_out(export=export, staff=staff, from_address=None, now=NOW)


def test_a_stopped_one_keeps_nothing(centre: Centre, staff: Staff) -> None:
    for number in range(3):
        cast.make_workplace(centre, name=f"공장{number}")
    export = begin(staff)
    ticks: Iterator[int] = iter(range(100))

    def stopping() -> datetime:
        if next(ticks) == 3:  # begun, dated, titled; now the first part is written
            exports.stop(export=export, now=NOW)
        return NOW

    assert exports.write(export_id=export.pk, clock=stopping) == "stopped"
    export.refresh_from_db()
    assert (export.state, export.content, export.lease_until) == ("STOPPED", None, None)
    with pytest.raises(exports.NotAtWork):
        exports.stop(export=export, now=NOW)


def test_one_process_writes_and_another_goes_on_when_it_was_killed(
    centre: Centre, staff: Staff
) -> None:
    cast.make_workplace(centre)
    export = begin(staff)
    Export.objects.update(lease_until=NOW + exports.LEASE, lease_holder="killed", tries=1)

    assert exports.write(export_id=export.pk, clock=at()) == "not to be written"
    assert exports.sweep(clock=at(NOW + timedelta(minutes=2))) == 1
    export.refresh_from_db()
    assert export.state == "READY"


def test_a_file_is_deleted_after_a_day(centre: Centre, staff: Staff) -> None:
    cast.make_workplace(centre)
    export = begin(staff)
    exports.write(export_id=export.pk, clock=at())

    exports.sweep(clock=at(NOW + timedelta(hours=25)))

    export.refresh_from_db()
    assert (export.state, export.content) == ("FORGOTTEN", None)


def test_a_long_list_is_written_by_a_job(
    centre: Centre, staff: Staff, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.make_workplace(centre)
    monkeypatch.setattr(exports, "IN_A_SECOND", 0)
    handed: list[int] = []
    monkeypatch.setattr(exports, "hand_over", lambda export: handed.append(export.pk))
    client = signed_in(staff=staff)

    page = client.post(reverse("export-new"), {"reason": "방문 안내"}, follow=True)
    asked = {"HX-Request": "true"}
    progress = client.get(reverse("export-progress", args=handed), headers=asked)
    tasks.write_export(handed[0])
    done = client.get(reverse("export-progress", args=handed), headers=asked)

    assert "파일을 만들고 있습니다" in page.content.decode()
    assert "<progress" in progress.content.decode()
    assert done["HX-Redirect"] == reverse("export", args=handed)


def test_a_filter_that_the_role_may_no_longer_ask_is_not_written(
    centre: Centre, staff: Staff
) -> None:
    """Without its part about due dates it would find more than was asked for."""
    cast.make_workplace(centre)
    export = begin(staff, "due=none")
    Staff.objects.filter(pk=staff.pk).update(role=Role.FINANCE)
    Export.objects.update(role=Role.FINANCE)

    assert exports.write(export_id=export.pk, clock=at()) == "FAILED"
