from __future__ import annotations

import io

import pytest

from outreach.actions.imports import FileFinished, discard
from outreach.models import Centre, Contact, ImportFile, Workplace
from outreach.spreadsheet.refusals import FileRefused
from tests import cast
from tests.outreach.lists import (
    LATER,
    codes,
    commit,
    dump,
    look,
    only_row,
    outcomes,
    preview,
    take_in,
)

DURI = {"name": "두리봉제", "phone": "010-0123-0002"}
pytestmark = pytest.mark.django_db


def test_a_preview_touches_no_workplace(centre: Centre) -> None:
    before = {table: rows for table, rows in dump().items() if "import" not in table}

    file = look(centre, {})

    assert file.counts == {"NEW": 1}
    after = {table: rows for table, rows in dump().items() if "import" not in table}
    assert {t: r for t, r in after.items() if t != "sqlite_sequence"} == {
        t: r for t, r in before.items() if t != "sqlite_sequence"
    }


def test_a_new_workplace_gets_place_telephones_and_dates(centre: Centre) -> None:
    take_in(centre, {"phone": "02-0123-4567 / 010-0123-4567, 011-234-5678"})

    workplace = Workplace.objects.get()
    contacts = workplace.contacts.order_by("pk")
    assert (workplace.district_code, workplace.dong) == ("11140", "을지로3가")
    assert workplace.precision == Workplace.Precision.DONG
    assert (workplace.registered_date, workplace.facts_changed_at) == (cast.TODAY, LATER)
    assert workplace.regular_workers == 2
    assert [(c.role, c.line_kind, c.is_textable, c.is_primary) for c in contacts] == [
        ("LINE", "LANDLINE", False, False),
        ("OWNER", "MOBILE", True, True),
        ("LINE", "RETIRED_MOBILE", False, False),
    ]
    assert only_row(ImportFile.objects.get()).workplace == workplace


def test_blanks_never_erase(centre: Centre) -> None:
    take_in(centre, {"factory_no": "111402006113705"})
    before = Workplace.objects.values().get()

    file = take_in(
        centre, {"factory_no": "111402006113705", "phone": "", "workers": "", "owner": ""}
    )

    assert outcomes(file) == ["SAME"]
    assert Workplace.objects.values().get() == before


def test_a_change_is_shown_field_by_field_and_done(centre: Centre) -> None:
    take_in(centre, {})
    changed = {"name": "(주)한빛도장", "workers": "3", "phone": "010-0123-9999"}

    file = look(centre, changed)
    row = only_row(file)
    commit(file)

    assert row.changes == {
        "name": ["한빛도장", "(주)한빛도장"],
        "regular_workers": [2, 3],
        "phones": [["+821001234567"], ["+821001239999"]],
    }
    workplace = Workplace.objects.get()
    assert (workplace.name, workplace.regular_workers, workplace.version) == ("(주)한빛도장", 3, 2)
    assert workplace.contacts.filter(is_primary=True).get().phone == "+821001234567"
    assert workplace.contacts.count() == 2


def test_a_pin_set_by_staff_stays_until_the_building_changes(centre: Centre) -> None:
    pinned = cast.make_workplace(centre, precision=Workplace.Precision.ADDRESS, latitude=37.1)

    take_in(centre, {"address": "서울 중구 을지로 157, 2층"})
    pinned.refresh_from_db()
    assert (pinned.latitude, pinned.road_address) == (37.1, "서울 중구 을지로 157, 2층")

    take_in(centre, {"address": "서울 중구 을지로 157, 3층 (을지로3가)", "factory_no": "1234567"})
    take_in(centre, {"address": "서울 중구 퇴계로 1 (남대문로5가)", "factory_no": "1234567"})
    pinned.refresh_from_db()
    assert pinned.precision == Workplace.Precision.DONG
    assert pinned.latitude != 37.1


def test_rows_of_other_districts_enter_only_when_wanted(centre: Centre) -> None:
    elsewhere = {"address": "서울특별시 성동구 아차산로 163"}

    refused = only_row(look(centre, elsewhere))
    wanted = only_row(look(centre, elsewhere, all_districts=True))

    assert codes(refused) == ["NOT_OUR_DISTRICT"]
    assert (wanted.outcome, wanted.warnings[-1]["code"]) == ("NEW", "NOT_OUR_DISTRICT")


def test_a_closed_workplace_stays_as_it_is(centre: Centre) -> None:
    cast.make_workplace(centre, closed_date=cast.TODAY)

    row = only_row(take_in(centre, {"workers": "9"}))

    assert (row.outcome, row.warnings[-1]["code"]) == ("SAME", "WORKPLACE_CLOSED")


def test_a_number_that_staff_struck_off_does_not_come_back(centre: Centre) -> None:
    take_in(centre, {})
    Contact.objects.update(left_date=cast.TODAY)

    assert outcomes(look(centre, {})) == ["SAME"]


def test_a_resident_number_is_taken_out_and_the_row_goes_on(centre: Centre) -> None:
    row = only_row(look(centre, {"phone": "800101-1234567"}))

    assert row.outcome == "NEW"
    assert "RESIDENT_NUMBER_REMOVED" in [warning["code"] for warning in row.warnings]
    assert "1234567" not in str(row.canonical)


def test_formula_text_stays_text(centre: Centre) -> None:
    take_in(centre, {"name": "=HYPERLINK(1)", "owner": "+1-1"})

    workplace = Workplace.objects.get()
    assert (workplace.name, workplace.representative_name) == ("=HYPERLINK(1)", "+1-1")


def test_another_centre_has_workplaces_of_its_own(centre: Centre, other_centre: Centre) -> None:
    take_in(centre, {})

    file = look(other_centre, {}, all_districts=True)

    assert outcomes(file) == ["NEW"]


def test_a_file_is_finished_once(centre: Centre) -> None:
    taken = take_in(centre, {})
    left = discard(import_file=look(centre, DURI), now=LATER)

    for file in (taken, left):
        with pytest.raises(FileFinished):
            commit(file)
        with pytest.raises(FileFinished):
            discard(import_file=file, now=LATER)
    assert (left.rows.count(), left.counts) == (0, {"NEW": 1})


def test_nonsense_leaves_no_trace(centre: Centre) -> None:
    with pytest.raises(FileRefused):
        preview(
            centre=centre,
            file=io.BytesIO(b"\x89PNG\r\n\x1a\n\0"),
            name="a.png",
        )

    assert not ImportFile.objects.exists()
