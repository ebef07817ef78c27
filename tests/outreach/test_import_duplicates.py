"""What is certainly one workplace, what may be, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from outreach.actions.imports import (
    AlreadyDecided,
    BadCorrection,
    FileFinished,
    WhichOne,
    decide,
    discard,
    start_commit,
    work,
)
from outreach.actions.imports.register import Register
from outreach.models import Centre, Contact, ImportFile, ImportRow, Workplace
from tests import cast
from tests.outreach.lists import LATER, look, only_row, outcomes, take_in

NUMBER, OTHER_NUMBER = "124-81-00998", "106-81-00011"
PHONE = {"phone": "010-0123-4567"}
NO_PHONE = {"phone": ""}
AWAY = {"address": "서울특별시 중구 퇴계로 1"}
pytestmark = pytest.mark.django_db

# A second row beside 한빛도장 of 을지로 157: what becomes of it in the file, and on record; why.
TABLE = [
    ("the same row", {}, "MERGED", "SAME", "NAME_AND_ADDRESS"),
    ("another spelling", {"name": "(주) 한빛도장"}, "MERGED", "CHANGED", "NAME_AND_ADDRESS"),
    ("another telephone", {"phone": "02-000-1111"}, "MERGED", "CHANGED", "NAME_AND_ADDRESS"),
    ("the factory number", {"factory_no": "1", "name": "새이름", **AWAY, **NO_PHONE},
     "MERGED", "CHANGED", "NUMBER"),
    ("the business number, moved", {"business_no": NUMBER, **AWAY}, "MERGED", "CHANGED", "NUMBER"),
    ("a slip of typing there", {"name": "한빗도장", **NO_PHONE}, "HELD", "HELD",
     "SIMILAR_NAME_AND_ADDRESS"),
    ("the name and telephone elsewhere", AWAY, "HELD", "HELD", "NAME_AND_PHONE"),
    ("the telephone in the building", {"name": "두리봉제"}, "HELD", "HELD", "PHONE"),
    ("only the name", {**AWAY, **NO_PHONE}, "NEW", "NEW", ""),
    ("only the telephone", {"name": "두리봉제", **AWAY}, "NEW", "NEW", ""),
    ("only the building", {"name": "두리봉제", **NO_PHONE}, "NEW", "NEW", ""),
    ("the next unit", {"address": "서울 중구 을지로 157, 301호", "factory_no": "2"},
     "NEW", "NEW", ""),
    ("a second factory", {"factory_no": "2", **AWAY}, "NEW", "NEW", ""),
    ("another firm's number elsewhere", {"business_no": OTHER_NUMBER, **AWAY}, "NEW", "NEW", ""),
    ("registered anew", {"business_no": OTHER_NUMBER}, "HELD", "HELD", "NAME_AND_PHONE"),
]  # fmt: skip


@pytest.fixture
def first() -> dict[str, str]:
    return {"factory_no": "1", "business_no": NUMBER}


@pytest.mark.parametrize(
    ("second", "in_file", "on_record", "why"),
    [case[1:] for case in TABLE],
    ids=[case[0] for case in TABLE],
)
def test_a_second_row(
    centre: Centre, first: dict[str, str], second: dict[str, str],
    in_file: str, on_record: str, why: str,
) -> None:  # fmt: skip
    together = look(centre, first, second)
    take_in(centre, first)
    apart = look(centre, second)

    rows = [together.rows.get(row=3), only_row(apart)]
    assert [row.outcome for row in rows] == [in_file, on_record]
    assert [row.candidates[0]["why"] if row.candidates else "" for row in rows] == [why, why]
    if why:
        assert rows[0].candidates[0]["row"] == 2
        assert rows[1].candidates[0]["workplace"] == Workplace.objects.get().pk


def test_a_number_of_another_name_elsewhere_overwrites_nothing(centre: Centre) -> None:
    take_in(centre, {"business_no": NUMBER})

    row = only_row(look(centre, {"business_no": NUMBER, "name": "두리봉제", **AWAY, **NO_PHONE}))

    assert (row.outcome, row.candidates[0]["why"]) == ("HELD", "NUMBER")


def test_what_a_later_row_adds_joins_the_first(centre: Centre) -> None:
    take_in(
        centre,
        {"owner": "", "workers": "2"},
        {"phone": "02-000-1111", "owner": "김한빛", "workers": "9"},
    )

    workplace = Workplace.objects.get()
    assert (workplace.representative_name, workplace.regular_workers) == ("김한빛", 2)
    assert workplace.contacts.count() == 2
    again = take_in(centre, {"owner": "", "workers": "2"}, {"phone": "02-000-1111"})
    assert outcomes(again) == ["SAME", "MERGED"]
    assert Workplace.objects.get().version == workplace.version


def held(centre: Centre, *, is_committed: bool) -> ImportRow:
    """Return the row of a list that may be 한빛도장, which is on record."""
    take_in(centre, {})
    rows = (
        {"name": "한빗도장", "phone": "02-000-1111", "workers": "7"},
        {"name": "큰솔", **NO_PHONE},
    )
    file = take_in(centre, *rows) if is_committed else look(centre, *rows)
    return file.rows.get(row=2)


def settle(row: ImportRow, decision: str, **options: object) -> ImportRow:
    facts = {"changes": {}, "staff": cast.make_staff(), "now": LATER, "today": cast.TODAY}
    return decide(row=row, decision=decision, **{**facts, **options})  # type: ignore[arg-type]


@pytest.fixture(params=[False, True], ids=["before the commit", "after it"])
def row(request: pytest.FixtureRequest, centre: Centre) -> Iterator[ImportRow]:
    yield held(centre, is_committed=request.param)


def finish(row: ImportRow) -> None:
    if row.file.state == ImportFile.State.PREVIEWED:
        start_commit(import_file=row.file, staff=None, now=LATER)
        work(import_file=row.file, clock=lambda: LATER)


def test_it_is_that_one(row: ImportRow) -> None:
    settle(row, "JOIN")
    finish(row)

    workplace = Workplace.objects.get(name="한빛도장")
    assert Workplace.objects.count() == 2  # and 큰솔
    assert workplace.regular_workers == 2  # what is known stays
    assert workplace.contacts.filter(phone="+8220001111").exists()


def test_it_is_that_one_and_its_name_is_right(row: ImportRow) -> None:
    settle(row, "JOIN", changes={"name": "한빗도장", "regular_workers": 7})
    finish(row)

    workplace = Workplace.objects.get(name="한빗도장")
    assert (workplace.comparable_name, workplace.regular_workers) == ("한빗도장", 7)


def test_it_is_a_new_one_with_a_correction(row: ImportRow) -> None:
    settle(row, "NEW", changes={"business_no": NUMBER})
    finish(row)

    assert Workplace.objects.get(name="한빗도장").business_no == "1248100998"
    assert Workplace.objects.count() == 3


def test_it_is_left_out(row: ImportRow) -> None:
    settle(row, "DROP")
    finish(row)

    assert Workplace.objects.count() == 2


@pytest.mark.parametrize(
    ("decision", "again"), [("JOIN", "SAME"), ("NEW", "SAME"), ("DROP", "REJECTED")]
)
def test_what_was_decided_is_not_asked_again(centre: Centre, decision: str, again: str) -> None:
    row = held(centre, is_committed=True)
    same = {"name": "한빗도장", "phone": "02-000-1111"}
    assert outcomes(look(centre, same)) == ["HELD"]  # the twin: undecided it is asked again

    settle(row, decision)

    assert outcomes(look(centre, {**same, "workers": ""})) == [again]


def test_a_row_is_decided_once(row: ImportRow) -> None:
    settle(row, "DROP")

    with pytest.raises(AlreadyDecided):
        settle(row, "NEW")


def test_a_correction_is_checked(row: ImportRow) -> None:
    with pytest.raises(BadCorrection) as refusal:
        settle(row, "NEW", changes={"business_no": "124-81-00999"})

    assert refusal.value.field == "business_no"
    assert ImportRow.objects.get(pk=row.pk).decision == ""


def test_nobody_joins_without_being_told_whom(centre: Centre) -> None:
    row = only_row(look(centre, {"business_no": "124-81-00999"}))
    assert row.outcome == "HELD"  # a wrong check digit, and nothing like it on record

    with pytest.raises(WhichOne):
        settle(row, "JOIN")


def test_a_discarded_list_has_nothing_to_decide(centre: Centre) -> None:
    row = held(centre, is_committed=False)
    discard(import_file=row.file, now=LATER)

    with pytest.raises((FileFinished, ImportRow.DoesNotExist)):
        settle(row, "NEW")


def test_rows_that_wait_for_a_held_one_follow_it(centre: Centre) -> None:
    file = take_in(
        centre, {"business_no": "124-81-00999"}, {"business_no": NUMBER, "phone": "02-000-1111"}
    )
    assert outcomes(file) == ["HELD", "MERGED"]
    assert not Workplace.objects.exists()

    settle(file.rows.get(row=2), "NEW")

    workplace = Workplace.objects.get()
    assert (workplace.business_no, workplace.contacts.count()) == ("1248100998", 2)


def test_rows_that_wait_for_one_left_out_are_asked_about(centre: Centre) -> None:
    file = take_in(centre, {"business_no": "124-81-00999"}, {"business_no": NUMBER})

    settle(file.rows.get(row=2), "DROP")
    settle(file.rows.get(row=3), "NEW")

    assert Workplace.objects.get().business_no == "1248100998"
    assert Contact.objects.count() == 1


def test_twin_without_a_look_for_doubles_a_shop_enters_twice(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: tuple[dict[str, str], ...] = ({}, {"name": "(주) 한빛도장"})
    assert outcomes(look(centre, *rows)) == ["NEW", "MERGED"]

    monkeypatch.setattr(Register, "find", lambda *_: None)
    monkeypatch.setattr(Register, "likely", lambda *_: iter(()))
    take_in(centre, *rows)

    assert Workplace.objects.count() == 2
