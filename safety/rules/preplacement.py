"""When a pre-placement exam may be left out (시행규칙 제203조)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safety.rules.dates import add_months
from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.exam_cycles import EXAM_CYCLES, ExamCycle, exam_cycle
from safety.rules.exam_facts import FINDING_KINDS, ExamKind
from safety.rules.steps import AddMonths, DayBefore


@dataclass(frozen=True, slots=True)
class EarlierExam:
    """An exam that might spare the worker another one."""

    exam_date: date
    kind: ExamKind
    covered: frozenset[str]
    first_stage_items: bool = False  # the pre-placement exam's first-stage items were included
    all_items: bool = False  # all first- and second-stage items were included
    elsewhere: bool = False
    card_handed_in: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """No pre-placement exam is needed; the earlier exam counts up to the last day."""

    exam_date: date
    last_day: date
    basis: Derivation


def preplacement_exempt(
    *,
    hazard: str,
    placed: date,
    exams: Iterable[EarlierExam],
    cycles: Sequence[ExamCycle] = EXAM_CYCLES,
) -> Exemption | None:
    """
    Return why a worker needs no pre-placement exam for an agent, or None if one is needed.

    6 months for groups 1-3 and 12 months for groups 4-6; an exam made for another workplace
    counts only when its individual card was handed in.
    """
    cycle = exam_cycle(hazard, on=placed, cycles=cycles)
    accepted = [
        exam.exam_date
        for exam in exams
        if hazard in exam.covered and exam.exam_date <= placed and _accepted(exam)
    ]
    if not accepted:
        return None
    window = AddMonths(max(accepted), cycle.preplacement_months)
    if placed > window.result:
        return None
    inputs = (
        ("hazard", hazard),
        ("group", cycle.group),
        ("anchor", "EARLIER_EXAM"),
        ("anchor_date", window.start),
        ("months", window.months),
        ("placed", placed),
        ("in_force_from", cycle.in_force_from),
    )
    doubts = (Doubt.PLACEMENT_DAY_EXAM,) if window.start == placed else ()
    basis = Derivation(RuleKey.PREPLACEMENT_EXEMPT, inputs, (window,), doubts)
    return Exemption(window.start, window.result, basis)


def preplacement_due(
    *, hazard: str, placed: date, cycles: Sequence[ExamCycle] = EXAM_CYCLES
) -> Due:
    """
    Return the last day before the placement; one held too early would no longer count at it.

    :raises NoRuleInForce: the placement lies before the first timetable we know
    """
    cycle = exam_cycle(hazard, on=placed, cycles=cycles)
    step = DayBefore(placed)
    inputs = (
        ("hazard", hazard),
        ("group", cycle.group),
        ("placed", placed),
        ("counts_for_months", cycle.preplacement_months),
        ("in_force_from", cycle.in_force_from),
    )
    basis = Derivation(RuleKey.PREPLACEMENT_EXAM, inputs, (step,))
    earliest = add_months(placed, -cycle.preplacement_months)
    while add_months(earliest, cycle.preplacement_months) < placed:
        earliest += timedelta(days=1)  # a short month: 28 Feb + 6 months is not yet 31 Aug
    return Due(step.result, basis, earliest)


def _accepted(exam: EarlierExam) -> bool:
    if exam.elsewhere and not exam.card_handed_in:
        return False
    if exam.kind is ExamKind.PRE_PLACEMENT or exam.all_items:
        return True
    return exam.kind in FINDING_KINDS and exam.first_stage_items
