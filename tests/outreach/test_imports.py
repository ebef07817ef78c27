from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.actions.imports import FileFinished, discard, work
from outreach.models import Centre, Contact, ImportFile, ImportRow, Workplace
from outreach.places.districts import districts
from outreach.spreadsheet.refusals import FileRefused
from tests import cast
from tests.outreach.lists import LATER, commit, dump, look, only_row, outcomes, preview, take_in

REGISTER = Path(__file__).parents[3] / "shared/data/factory_register_seoul.xlsx"
VALID_NUMBER = "124-81-00998"
DURI = {"name": "두리봉제", "phone": "010-0123-0002"}
pytestmark = pytest.mark.django_db


def codes(row: ImportRow) -> list[str]:
    return [reason["code"] for reason in row.reasons]


@pytest.mark.skipif(not REGISTER.exists(), reason="the real register lies beside the checkout")
def test_the_real_register_enters_once() -> None:
    centre = cast.make_centre("seoul", district_codes=list(districts()))
    with REGISTER.open("rb") as file:
        first = preview(centre=centre, file=file, name=REGISTER.name)
    commit(first)
    with REGISTER.open("rb") as file:
        again = preview(centre=centre, file=file, name=REGISTER.name)

    assert first.counts == {"NEW": 324, "REJECTED": 84}
    assert again.counts == {"SAME": 324, "REJECTED": 84}
    assert Workplace.objects.filter(centre=centre).count() == 324
    assert Workplace.objects.filter(centre=centre).textable().count() < 40  # landlines, mostly


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


@pytest.mark.parametrize(
    "other",
    [
        {"address": "서울특별시 중구 퇴계로 1", "phone": ""},
        {"address": "서울특별시 중구 을지로 157, 301호", "factory_no": "2"},
        {"name": "두빛도장", "phone": ""},
    ],
)
def test_the_same_name_at_another_site_is_another_workplace(
    centre: Centre, other: dict[str, str]
) -> None:
    masked = {"business_no": "124810****"}

    file = take_in(centre, {"factory_no": "1", **masked}, {**masked, **other})

    assert outcomes(file) == ["NEW", "NEW"]


@pytest.mark.parametrize(
    ("again", "outcome"),
    [
        (
            {"factory_no": "111402006113705", "name": "새이름", "address": "서울 중구 퇴계로 1"},
            "CHANGED",
        ),
        ({"business_no": VALID_NUMBER, "address": "서울 중구 퇴계로 1"}, "CHANGED"),
        ({"name": "주식회사 한빛도장", "business_no": "124810****"}, "CHANGED"),
        ({"business_no": "106-81-00011", "factory_no": "9"}, "NEW"),  # another firm's numbers
    ],
)
def test_a_workplace_is_found_again(centre: Centre, again: dict[str, str], outcome: str) -> None:
    take_in(centre, {"factory_no": "111402006113705", "business_no": VALID_NUMBER})

    file = look(centre, again)

    assert outcomes(file) == [outcome]


def test_sites_of_one_business_number_are_told_apart_by_their_site_numbers(centre: Centre) -> None:
    rows = (
        {"business_no": VALID_NUMBER, "factory_no": "77"},
        {"business_no": VALID_NUMBER, "site_no": "1", "address": "서울 중구 퇴계로 1"},
    )
    third = {"business_no": VALID_NUMBER, "factory_no": "78", "address": "서울 중구 퇴계로 7"}

    file = take_in(centre, *rows)
    Workplace.objects.filter(site_no="0001").update(factory_no="79")
    held = take_in(centre, third)

    assert outcomes(file) == ["NEW", "NEW"]
    assert codes(only_row(held)) == ["BUSINESS_NUMBER_TAKEN"]
    assert outcomes(take_in(centre, *rows)) == ["SAME", "SAME"]


def test_the_second_row_of_one_workplace_names_the_first(centre: Centre) -> None:
    file = look(centre, {}, DURI, {"name": "㈜한빛도장", "workers": "9"})

    row = file.rows.get(row=4)
    assert outcomes(file) == ["NEW", "NEW", "MERGED"]
    assert row.candidates[0]["row"] == 2
    assert row.reasons == [
        {
            "code": "DUPLICATE_IN_FILE",
            "column": "NAME",
            "heading": "회사명",
            "row": 2,
            "sheet": "명단.csv",
        }
    ]


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


def test_a_row_that_would_now_do_something_else_is_held_and_the_others_enter(
    centre: Centre,
) -> None:
    take_in(centre, {})
    file = look(centre, {"workers": "5"}, DURI)
    Workplace.objects.update(regular_workers=3)

    commit(file)

    row = file.rows.get(row=2)
    assert (row.outcome, codes(row), row.applied_at) == ("HELD", ["CHANGED_SINCE_PREVIEW"], None)
    assert Workplace.objects.get(name="한빛도장").regular_workers == 3
    assert Workplace.objects.filter(name="두리봉제").exists()


def test_a_fresh_preview_of_the_same_list_is_taken_in(centre: Centre) -> None:
    """The twin: without the change in between nothing is refused."""
    take_in(centre, {})
    file = look(centre, {"workers": "5"}, DURI)

    commit(file)

    assert Workplace.objects.get(name="한빛도장").regular_workers == 5


def test_a_failure_in_the_middle_leaves_nothing(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = look(centre, {}, DURI)

    def fail(*args: object, **rest: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("outreach.actions.imports.applying.enter", fail)
        with pytest.raises(OSError, match="disk full"):
            commit(file)
    assert not Workplace.objects.exists()
    assert not file.rows.exclude(applied_at=None).exists()

    work(import_file=file, clock=lambda: LATER)  # the twin: nothing else stood in its way
    assert Workplace.objects.count() == 2


def test_what_somebody_registered_meanwhile_is_held(centre: Centre) -> None:
    file = look(centre, {"factory_no": "111402006113705"})
    cast.make_workplace(centre, name="먼저", factory_no="111402006113705")

    commit(file)

    assert codes(only_row(file)) == ["CHANGED_SINCE_PREVIEW"]
    assert Workplace.objects.count() == 1


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


texts = st.sampled_from(["", "한빛도장", "(주)한빛도장", "두리봉제", "ＡＢＣ", "=1+1"])
addresses = st.sampled_from(
    [
        "",
        "서울 중구 을지로 157",
        "서울특별시 중구 을지로 157 (을지로3가)",
        "서울 중구 퇴계로 1",
        "중구",
        "부산 중구 1",
    ]
)
list_rows = st.fixed_dictionaries(
    {
        "name": texts,
        "address": addresses,
        "phone": st.sampled_from(["", "02", "010-0123-4567", "02-0123-4567/010-0123-4567"]),
        "business_no": st.sampled_from(["", VALID_NUMBER, "124810****", "106-81-00011"]),
        "site_no": st.sampled_from(["", "1", "2"]),
        "factory_no": st.sampled_from(["", "1", "2", "3"]),
        "workers": st.sampled_from(["", "2", "열"]),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(list_rows, min_size=1, max_size=8))
def test_the_same_file_twice_is_as_good_as_once(centre: Centre, rows: list[dict[str, str]]) -> None:
    Workplace.objects.all().delete()

    first = take_in(centre, *rows)
    once = (list(Workplace.objects.values()), list(Contact.objects.values()))
    second = take_in(centre, *rows)

    # What repeats a row that waits for a decision waits with it.
    accepted = first.rows.filter(applied_at__isnull=False)
    again = set(
        second.rows.filter(row__in=accepted.values("row")).values_list("outcome", flat=True)
    )
    assert again <= {"SAME", "MERGED"}
    assert not second.rows.filter(row__in=accepted.values("row"), applied_at=None).exclude(
        outcome="SAME"
    )
    assert (list(Workplace.objects.values()), list(Contact.objects.values())) == once
