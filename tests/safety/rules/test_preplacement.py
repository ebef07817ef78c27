from __future__ import annotations

from datetime import date

import pytest

from safety.rules.derivations import RuleKey
from safety.rules.exam_facts import ExamKind
from safety.rules.preplacement import EarlierExam, preplacement_exempt

PLACED = date(2026, 11, 23)


def make_exam(
    day: date = date(2026, 10, 1),
    hazard: str = "toluene",
    kind: ExamKind = ExamKind.PRE_PLACEMENT,
    *,
    first_stage_items: bool = False,
    all_items: bool = False,
    elsewhere: bool = False,
    card_handed_in: bool = False,
) -> EarlierExam:
    return EarlierExam(
        day, kind, frozenset({hazard}), first_stage_items, all_items, elsewhere, card_handed_in
    )


@pytest.mark.parametrize(
    ("hazard", "exam_date", "exempt"),
    [
        ("dimethylformamide", date(2026, 5, 23), True),  # group 1: 6 months, to the day
        ("dimethylformamide", date(2026, 5, 22), False),
        ("benzene", date(2026, 5, 23), True),  # group 2
        ("benzene", date(2026, 5, 22), False),
        ("vinyl-chloride", date(2026, 5, 23), True),  # group 3
        ("vinyl-chloride", date(2026, 5, 22), False),
        ("cotton-dusts", date(2025, 11, 23), True),  # group 4: 12 months
        ("cotton-dusts", date(2025, 11, 22), False),
        ("noise", date(2025, 11, 23), True),  # group 5
        ("noise", date(2025, 11, 22), False),
        ("toluene", date(2025, 11, 23), True),  # group 6
        ("toluene", date(2025, 11, 22), False),
        ("toluene", PLACED, True),
        ("toluene", date(2026, 11, 24), False),  # after the placement
    ],
)
def test_an_earlier_exam_counts_6_or_12_months(hazard: str, exam_date: date, exempt: bool) -> None:
    exemption = preplacement_exempt(
        hazard=hazard, placed=PLACED, exams=[make_exam(exam_date, hazard)]
    )

    assert (exemption is not None) == exempt


@pytest.mark.parametrize(
    ("exam", "exempt"),
    [
        (make_exam(), True),
        (make_exam(hazard="noise"), False),  # another agent
        (make_exam(kind=ExamKind.SPECIAL), False),
        (make_exam(kind=ExamKind.SPECIAL, first_stage_items=True), True),
        (make_exam(kind=ExamKind.ON_DEMAND, first_stage_items=True), True),
        (make_exam(kind=ExamKind.ORDERED, first_stage_items=True), True),
        (make_exam(kind=ExamKind.GENERAL, first_stage_items=True), False),
        (make_exam(kind=ExamKind.GENERAL, all_items=True), True),
        (make_exam(elsewhere=True), False),  # another workplace's exam needs its card
        (make_exam(elsewhere=True, card_handed_in=True), True),
    ],
)
def test_only_an_equal_exam_is_accepted(exam: EarlierExam, exempt: bool) -> None:
    exemption = preplacement_exempt(hazard="toluene", placed=PLACED, exams=[exam])

    assert (exemption is not None) == exempt


def test_the_newest_accepted_exam_counts() -> None:
    exams = [make_exam(date(2026, 2, 1)), make_exam(date(2026, 10, 1)), make_exam(PLACED, "noise")]

    exemption = preplacement_exempt(hazard="toluene", placed=PLACED, exams=exams)

    assert exemption is not None
    assert (exemption.exam_date, exemption.last_day) == (date(2026, 10, 1), date(2027, 10, 1))
    assert exemption.basis.rule is RuleKey.PREPLACEMENT_EXEMPT
    assert exemption.basis.article == "시행규칙 제203조"
