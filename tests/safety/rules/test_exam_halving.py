"""What halves a cycle, from when, and for how long (시행규칙 제202조제2항)."""

from __future__ import annotations

from datetime import date

import pytest

from safety.rules.derivations import RuleKey
from safety.rules.exam_facts import CoworkerFinding, ExamKind, ExposureFacts
from safety.rules.results import ResultCode
from tests.safety.rules.exams import LAST, PLACED, found, make_exam, make_facts

HALF = date(2026, 12, 1)
D1 = ResultCode.D1


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        # 제1호: a measurement at or above the limit in the process
        (
            make_facts(over_limit_measurements=(date(2026, 8, 1),)),
            (HALF, RuleKey.HALVED_MEASUREMENT),
        ),
        # 제2호: a D1 in the process, the worker's own or a coworker's
        (make_facts(coworker_d1=(CoworkerFinding(LAST),)), (HALF, RuleKey.HALVED_D1)),
        (make_facts(make_exam(code=D1)), (HALF, RuleKey.HALVED_D1)),
        (
            make_facts(make_exam(), make_exam(date(2026, 8, 1), kind=ExamKind.ON_DEMAND, code=D1)),
            (HALF, RuleKey.HALVED_D1),
        ),
        # 제3호: the doctor of a special or an ordered exam
        (make_facts(make_exam(doctor_shortens=True)), (HALF, RuleKey.HALVED_DOCTOR)),
        (
            make_facts(
                make_exam(),
                make_exam(date(2026, 8, 1), kind=ExamKind.ORDERED, doctor_shortens=True),
            ),
            (HALF, RuleKey.HALVED_DOCTOR),
        ),
    ],
)
def test_each_cause_halves_the_cycle(facts: ExposureFacts, due: tuple[date, RuleKey]) -> None:
    assert found(facts) == due


@pytest.mark.parametrize(
    "facts",
    [
        make_facts(coworker_d1=(CoworkerFinding(LAST, shortening_unnecessary=True),)),
        make_facts(make_exam(code=D1, shortening_unnecessary=True)),
        make_facts(make_exam(code=ResultCode.C1)),
        make_facts(make_exam(code=ResultCode.D2)),
        # a D1 for another agent only
        make_facts(make_exam(), make_exam(date(2026, 8, 1), "noise", code=D1)),
        # kinds of exam that the article does not name
        make_facts(make_exam(), make_exam(date(2026, 8, 1), kind=ExamKind.GENERAL, code=D1)),
        make_facts(
            make_exam(),
            make_exam(date(2026, 8, 1), kind=ExamKind.ON_DEMAND, doctor_shortens=True),
        ),
    ],
)
def test_nothing_else_halves_it(facts: ExposureFacts) -> None:
    assert found(facts) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)


@pytest.mark.parametrize(
    "facts",
    [
        make_facts(over_limit_measurements=(date(2026, 5, 31),)),
        make_facts(coworker_d1=(CoworkerFinding(date(2026, 5, 31)),)),
        make_facts(make_exam(date(2025, 6, 1), code=D1), make_exam()),
        make_facts(make_exam(date(2025, 6, 1), doctor_shortens=True), make_exam()),
    ],
)
def test_a_cause_is_used_up_by_the_next_round(facts: ExposureFacts) -> None:
    assert found(facts) == (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)


def test_a_coworkers_finding_counts_from_when_it_was_known() -> None:
    exam_date = date(2026, 5, 28)  # in the same campaign, a few days before this worker's exam
    known = CoworkerFinding(exam_date, found=date(2026, 6, 20))

    assert found(make_facts(coworker_d1=(known,))) == (HALF, RuleKey.HALVED_D1)
    assert found(make_facts(coworker_d1=(CoworkerFinding(exam_date),))) == (
        date(2027, 6, 1),
        RuleKey.FOLLOWING_EXAM,
    )


@pytest.mark.parametrize(
    ("measured", "due"),
    [
        (date(2026, 12, 1), (date(2026, 12, 1), RuleKey.HALVED_MEASUREMENT)),
        (date(2027, 3, 9), (date(2027, 3, 9), RuleKey.HALVED_MEASUREMENT)),  # at once
        (date(2027, 6, 1), (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)),  # nothing left to shorten
        (date(2027, 9, 1), (date(2027, 6, 1), RuleKey.FOLLOWING_EXAM)),  # overdue already
    ],
)
def test_a_cause_known_late_never_asks_for_an_earlier_day(
    measured: date, due: tuple[date, RuleKey]
) -> None:
    assert found(make_facts(over_limit_measurements=(measured,))) == due


def test_the_first_exam_is_never_halved() -> None:
    facts = ExposureFacts("cotton-dusts", PLACED, over_limit_measurements=(date(2024, 2, 1),))

    assert found(facts) == (date(2025, 1, 5), RuleKey.FIRST_EXAM)
