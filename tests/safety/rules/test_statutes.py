"""Each edition of a table holds from its day; one that cannot be right stops the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from safety.rules.cases.book import answer_book
from safety.rules.exam_cycles import EXAM_CYCLES
from safety.rules.general_exams import GENERAL_CYCLES
from safety.rules.intervals import SERVICE_INTERVALS
from safety.rules.protocols import PROTOCOLS
from safety.rules.recognised_exams import RECOGNISED_EXAMS
from safety.rules.record_keeping import KEEPINGS
from safety.rules.results import CLOCK_RULES
from safety.rules.special_training import PARTS
from safety.rules.statutes import STATUTES, BrokenTable, Statutes, check
from safety.rules.steps import Json
from safety.rules.training_hours import TRAINING_HOURS

BEGINS = date(2027, 1, 1)
# A made-up law of 2027 beside the law of today: each table gets a second edition.
NEW_LAW = Statutes(
    cycles=(
        *EXAM_CYCLES,
        *(
            replace(row, in_force_from=BEGINS, every_months=4, halved_months=2)
            for row in EXAM_CYCLES
        ),
    ),
    general=(
        *GENERAL_CYCLES,
        *(replace(row, in_force_from=BEGINS, every_months=6) for row in GENERAL_CYCLES),
    ),
    clocks=(
        *CLOCK_RULES,
        *(replace(row, in_force_from=BEGINS, days=14) for row in CLOCK_RULES),
    ),
    keepings=(*KEEPINGS, *(replace(row, in_force_from=BEGINS, years=40) for row in KEEPINGS)),
    recognised=(
        *RECOGNISED_EXAMS,
        *(replace(row, in_force_from=BEGINS, hazards=("noise",)) for row in RECOGNISED_EXAMS),
    ),
    hours=(
        *TRAINING_HOURS,
        *(replace(row, in_force_from=BEGINS, min_hours=3) for row in TRAINING_HOURS),
    ),
    parts=(*PARTS, *(replace(row, in_force_from=BEGINS, first_hours=1) for row in PARTS)),
    intervals=(
        *SERVICE_INTERVALS,
        *(replace(row, in_force_from=BEGINS, every_months=2) for row in SERVICE_INTERVALS),
    ),
    protocols=(
        *PROTOCOLS,
        *(replace(row, in_force_from=BEGINS, after_days=3, after_months=None) for row in PROTOCOLS),
    ),
)
CASE: dict[str, Json] = {
    "worker": {"hired_date": "2020-01-05"},
    "workplace": {"regular_workers": 7},
    "exposures": [{"hazard": "toluene", "placed_date": "2024-01-05"}],
    "exams": [
        {"kind": "SPECIAL", "date": "2026-10-31", "hazards": ["toluene"]},
        {"kind": "GENERAL", "date": "2026-10-31"},
    ],
    "consultations": [{"date": "2026-12-01", "clinics": ["MENTAL"]}],
}


def answered(today: date, statutes: Statutes = NEW_LAW) -> dict[str, Any]:
    rows: Any = answer_book([CASE], today=today, statutes=statutes).answers["cases"]
    assert rows[0]["errors"] == []
    found: dict[str, Any] = rows[0]
    return found


def due(answer: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in answer["due_items"] if row["kind"] == kind)
    return found


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("SPECIAL_EXAM", "2027-10-31", "2027-02-28"),  # 12 months, then 4
        ("GENERAL_EXAM", "2027-10-31", "2027-04-30"),  # 12 months, then 6
        ("CONSULTATION", "2027-06-01", "2027-02-01"),  # 6 months, then 2
        ("CONSULTATION_FOLLOW_UP", "2026-12-15", "2026-12-04"),  # 14 days, then 3
    ],
)
def test_two_editions_both_work(kind: str, before: str, after: str) -> None:
    old, new = answered(BEGINS - timedelta(days=1)), answered(BEGINS)

    assert due(old, kind)["due_date"] == before
    assert due(new, kind)["due_date"] == after


def test_the_hours_the_clocks_and_the_years_change_with_the_edition() -> None:
    old, new = answered(BEGINS - timedelta(days=1)), answered(BEGINS)

    assert [due(one, "REGULAR_TRAINING")["minutes"]["required"] for one in (old, new)] == [720, 180]
    assert [one["clocks"][0]["deadline"] for one in (old, new)] == ["2026-11-30", "2026-11-14"]
    kept = [row["keep_until"] for one in (old, new) for row in one["keep_until"][-1:]]
    assert kept == ["2031-10-31", "2066-10-31"]


def test_the_basis_says_which_edition_was_used() -> None:
    old, new = answered(BEGINS - timedelta(days=1)), answered(BEGINS)

    assert due(old, "SPECIAL_EXAM")["basis"]["in_force_from"] == "2020-01-16"
    assert due(new, "SPECIAL_EXAM")["basis"]["in_force_from"] == "2027-01-01"


def test_a_day_before_every_edition_is_a_fault_of_that_case() -> None:
    book = answer_book([CASE, CASE], today=date(2019, 1, 1))
    rows: Any = book.answers["cases"]

    assert [row["status"] for row in rows] == ["ERROR", "ERROR"]
    assert book.failed == 2
    assert rows[0]["errors"][0]["code"] == "NO_RULE"


def test_the_tables_of_today_are_right() -> None:
    check(STATUTES)
    check(NEW_LAW)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (replace(STATUTES, cycles=EXAM_CYCLES[:-1]), "all other agents"),
        (replace(STATUTES, cycles=(*EXAM_CYCLES, EXAM_CYCLES[0])), "two rows"),
        (
            replace(STATUTES, cycles=(replace(EXAM_CYCLES[0], halved_months=4), *EXAM_CYCLES[1:])),
            "not half",
        ),
        (
            replace(
                STATUTES, cycles=(replace(EXAM_CYCLES[0], hazards=("sand",)), *EXAM_CYCLES[1:])
            ),
            "sand",
        ),
        (
            replace(STATUTES, cycles=(replace(EXAM_CYCLES[0], article=""), *EXAM_CYCLES[1:])),
            "article",
        ),
        (replace(STATUTES, clocks=CLOCK_RULES[:-1]), "SECOND_STAGE"),
        (replace(STATUTES, general=GENERAL_CYCLES[:1]), "office"),
        (replace(STATUTES, intervals=SERVICE_INTERVALS[1:]), "CONSULTATION"),
        (replace(STATUTES, keepings=(replace(KEEPINGS[0], years=0),)), "below 1"),
        (
            replace(STATUTES, recognised=(replace(RECOGNISED_EXAMS[1], hazards=("sand",)),)),
            "sand",
        ),
    ],
)
def test_a_table_that_cannot_be_right_stops_the_start(broken: Statutes, says: str) -> None:
    with pytest.raises(BrokenTable, match=says):
        check(broken)
