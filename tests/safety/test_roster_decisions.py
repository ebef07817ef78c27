"""Rows of a roster about which somebody has to decide."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.actions import imports
from outreach.models import ImportRow, Worker, Workplace
from tests import cast
from tests.cast_safety import make_institution
from tests.safety.rosters.lists import (
    LEE,
    bring,
    codes,
    commit,
    decide,
    due_dates,
    only,
    outcomes,
    painter,
    take_in,
)

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture
def shop() -> Workplace:
    """한빛도장, and the hospital that examines its people."""
    make_institution()
    return cast.make_workplace()


def test_namesakes_are_told_apart_by_birth_date(shop: Workplace) -> None:
    file = take_in(painter(), painter(생년월일="1970-01-01", 휴대폰=""))

    assert outcomes(file) == [Outcome.NEW, Outcome.NEW]
    assert Worker.objects.filter(name="김철수").count() == 2


def test_without_birth_date_the_number_tells_namesakes_apart(shop: Workplace) -> None:
    take_in(painter(), painter(생년월일="1970-01-01", 휴대폰="010-0000-7777"))

    file = bring(painter(생년월일="", 휴대폰="010-0000-7777"))

    row = only(file)
    assert row.outcome == Outcome.SAME
    assert row.subject_id == Worker.objects.get(birth_date=date(1970, 1, 1)).pk


def test_a_namesake_without_either_is_held_with_the_candidates(shop: Workplace) -> None:
    take_in(painter(), painter(생년월일="1970-01-01", 휴대폰="010-0000-7777"))

    row = only(bring(painter(생년월일="", 휴대폰="")))

    assert codes(row) == {"SEVERAL_OF_THIS_NAME"}
    assert {one["subject"] for one in row.candidates} == set(
        Worker.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"사업장명": "모르는상사"}, "WORKPLACE_UNKNOWN"),
        ({"유해인자": "시너"}, "HAZARD_AMBIGUOUS"),
        ({"배치일": "2027-01-01"}, "DATE_IN_FUTURE"),
        ({"최종 특수검진일": "2026-11-24"}, "DATE_IN_FUTURE"),
        ({"입사일": "2025.13.1"}, "DATE_UNREADABLE"),
        ({"배치일": "2025-01-01"}, "PLACED_BEFORE_HIRED"),
    ],
)
def test_what_must_be_decided_is_held(shop: Workplace, changes: dict[str, str], code: str) -> None:
    file = take_in(painter(**changes))

    row = only(file)
    assert row.outcome == Outcome.HELD
    assert code in codes(row)
    assert not Worker.objects.exists()


def test_a_held_row_enters_with_the_agents_that_were_chosen(shop: Workplace) -> None:
    row = only(take_in(painter(유해인자="시너, 소음")))

    decide(row, "NEW", hazards="톨루엔, 소음")

    assert due_dates(Worker.objects.get()) == {
        "toluene": date(2027, 1, 10),
        "noise": date(2028, 1, 10),
    }


def test_a_decision_is_remembered_for_the_same_row(shop: Workplace) -> None:
    decide(only(take_in(painter(유해인자="시너"))), "NEW", hazards="톨루엔")

    assert only(bring(painter(유해인자="시너"))).outcome == Outcome.SAME


def test_the_workplace_of_a_held_row_is_typed(shop: Workplace) -> None:
    row = only(take_in(painter(사업장명="한빛")))

    decide(row, "NEW", workplace="한빛도장")

    assert Worker.objects.get().workplace == shop


def test_a_decided_row_and_a_new_one_enter_together(shop: Workplace) -> None:
    old = cast.make_worker(shop, name="김철수", birth_date=None, phone="")
    cast.make_worker(shop, name="김철수", birth_date=None, phone="")
    file = bring(painter(**LEE), painter(생년월일="", 휴대폰=""))
    row = file.rows.get(outcome=Outcome.HELD)
    imports.decide(
        row=row,
        decision="JOIN",
        subject_id=old.pk,
        changes={},
        staff=None,
        now=cast.NOW,
        today=cast.TODAY,
    )

    commit(file)

    assert Worker.objects.count() == 3
    assert [one.hazard for one in old.exposures.all()] == ["toluene"]


def test_a_word_that_is_no_agent_is_still_refused(shop: Workplace) -> None:
    row = only(take_in(painter(유해인자="시너")))

    with pytest.raises(imports.BadCorrection):
        decide(row, "NEW", hazards="본드")


def test_who_works_elsewhere_may_have_changed_jobs(shop: Workplace) -> None:
    take_in(painter())
    other = cast.make_workplace(name="새일터", comparable_name="새일터")
    row = only(take_in(painter(사업장명="새일터", 입사일="2026-11-02", 배치일="2026-11-02")))
    old = Worker.objects.get()
    assert codes(row) == {"CHANGED_JOBS"}
    assert row.candidates[0]["subject"] == old.pk

    decide(row, "JOIN")

    old.refresh_from_db()
    assert old.left_date == date(2026, 11, 2)
    assert Worker.objects.employed().get().workplace == other
