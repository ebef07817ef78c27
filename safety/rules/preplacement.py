"""When a pre-placement exam may be left out (시행규칙 제203조)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safety.rules.derivations import AddMonths, Derivation, RuleKey
from safety.rules.exam_cycles import exam_cycle
from safety.rules.exam_facts import FINDING_KINDS, ExamKind


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
    *, hazard: str, placed: date, exams: Iterable[EarlierExam]
) -> Exemption | None:
    """
    Return why a worker needs no pre-placement exam for an agent, or None if one is needed.

    6 months for groups 1-3 and 12 months for groups 4-6; an exam made for another workplace
    counts only when its individual card was handed in.
    """
    cycle = exam_cycle(hazard, on=placed)
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
    basis = Derivation(RuleKey.PREPLACEMENT_EXEMPT, inputs, (window,))
    return Exemption(window.start, window.result, basis)


def _accepted(exam: EarlierExam) -> bool:
    if exam.elsewhere and not exam.card_handed_in:
        return False
    if exam.kind is ExamKind.PRE_PLACEMENT or exam.all_items:
        return True
    return exam.kind in FINDING_KINDS and exam.first_stage_items
