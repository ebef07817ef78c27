from __future__ import annotations

import json
from datetime import date

import pytest

from safety.rules.derivations import RuleKey
from safety.rules.exam_facts import ExamFact, ExamKind, ExposureFacts
from safety.rules.exams import exam_due
from tests.safety.rules.exams import TODAY, found, make_exam, make_facts


@pytest.mark.parametrize(
    ("hazard", "placed", "due"),
    [
        ("dimethylformamide", date(2026, 1, 31), date(2026, 2, 28)),  # group 1: 1 month
        ("benzene", date(2026, 1, 5), date(2026, 3, 5)),  # group 2: 2 months
        ("carbon-tetrachloride", date(2026, 11, 30), date(2027, 2, 28)),  # group 3: 3 months
        ("cotton-dusts", date(2026, 1, 5), date(2027, 1, 5)),  # group 4: 12 months
        ("noise", date(2028, 2, 29), date(2029, 2, 28)),  # group 5: 12 months, not 24
        ("toluene", date(2026, 1, 5), date(2026, 7, 5)),  # group 6: 6 months
        ("toluene", date(2025, 8, 31), date(2026, 2, 28)),
        ("toluene", date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_the_first_exam_counts_from_the_placement(hazard: str, placed: date, due: date) -> None:
    assert found(ExposureFacts(hazard, placed)) == (due, RuleKey.FIRST_EXAM)


@pytest.mark.parametrize(
    ("hazard", "due"),
    [
        ("dimethylformamide", date(2026, 12, 1)),
        ("benzene", date(2026, 12, 1)),
        ("vinyl-chloride", date(2026, 12, 1)),
        ("asbestos-dusts", date(2027, 6, 1)),
        ("mineral-dusts", date(2028, 6, 1)),
        ("wood-dusts", date(2028, 6, 1)),
        ("noise", date(2028, 6, 1)),
        ("welding-fume", date(2027, 6, 1)),
        ("toluene", date(2027, 6, 1)),
    ],
)
def test_the_following_exam_counts_from_the_last(hazard: str, due: date) -> None:
    assert found(make_facts(hazard=hazard)) == (due, RuleKey.FOLLOWING_EXAM)


@pytest.mark.parametrize(
    "exam",
    [
        make_exam(date(2024, 1, 3), kind=ExamKind.PRE_PLACEMENT),
        make_exam(date(2024, 2, 1), kind=ExamKind.PRE_PLACEMENT),  # held late, still not it
        make_exam(date(2024, 3, 1), kind=ExamKind.GENERAL),
        make_exam(date(2024, 3, 1), kind=ExamKind.ON_DEMAND),
        make_exam(date(2024, 3, 1), kind=ExamKind.ORDERED),
        make_exam(date(2024, 3, 1), "noise", "xylene"),  # covered other agents only
        make_exam(date(2023, 6, 1)),  # before this placement
    ],
)
def test_other_exams_do_not_restart_the_clock(exam: ExamFact) -> None:
    assert found(make_facts(exam)) == (date(2024, 7, 5), RuleKey.FIRST_EXAM)


def test_an_exam_restarts_only_the_agents_it_covered() -> None:
    both = make_exam(date(2025, 6, 1), "toluene", "noise")
    toluene_only = make_exam(date(2026, 6, 1), "toluene")

    assert found(make_facts(both, toluene_only)) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)
    assert found(make_facts(both, toluene_only, hazard="noise")) == (
        date(2027, 6, 1),  # 24 months from the exam that covered noise
        RuleKey.FOLLOWING_EXAM,
    )


@pytest.mark.parametrize(
    ("ended", "is_due"),
    [
        (date(2026, 11, 22), False),
        (TODAY, False),  # the first day without the exposure
        (date(2027, 6, 1), False),  # ends before the exam would be late
        (date(2027, 6, 2), True),
        (None, True),
    ],
)
def test_the_end_of_the_exposure_stops_the_clock(ended: date | None, is_due: bool) -> None:
    assert (found(make_facts(ended=ended)) is not None) == is_due


@pytest.mark.parametrize(("ended", "is_due"), [(TODAY, False), (date(2026, 11, 24), True)])
def test_an_overdue_exam_is_due_until_the_exposure_has_ended(ended: date, is_due: bool) -> None:
    facts = make_facts(make_exam(date(2025, 6, 1)), ended=ended)

    assert (found(facts) is not None) == is_due


def test_the_derivation_tells_rule_article_inputs_and_arithmetic() -> None:
    due = exam_due(make_facts(over_limit_measurements=(date(2027, 3, 9),)), on=TODAY)

    assert due is not None
    assert json.loads(json.dumps(due.basis.as_json())) == {
        "rule": "HALVED_MEASUREMENT",
        "authority": "LAW",
        "article": "시행규칙 제202조제2항제1호, 별표 23",
        "inputs": {
            "hazard": "toluene",
            "group": 6,
            "anchor": "LAST_EXAM",
            "anchor_date": "2026-06-01",
            "months": 6,
            "in_force_from": "2020-01-16",
            "cause_date": "2027-03-09",
            "full_months": 12,
            "full_due_date": "2027-06-01",
        },
        "arithmetic": [
            {"step": "ADD_MONTHS", "from": "2026-06-01", "months": 6, "to": "2026-12-01"},
            {"step": "NOT_BEFORE", "from": "2026-12-01", "to": "2027-03-09"},
        ],
    }
