"""When a worker's next special exam for one agent is due at the latest (시행규칙 제202조)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.exam_cycles import EXAM_CYCLES, ExamCycle, exam_cycle
from safety.rules.exam_facts import ADVICE_KINDS, FINDING_KINDS, ExamKind, ExposureFacts
from safety.rules.results import ResultCode
from safety.rules.steps import AddMonths, NotBefore, Scalar, Step


def exam_due(
    facts: ExposureFacts, *, on: date, cycles: Sequence[ExamCycle] = EXAM_CYCLES
) -> Due | None:
    """
    Return the last lawful day of the next special exam, or None when the exposure has ended.

    1. Never examined since the placement: the first exam counts from the placement. The
       pre-placement exam is not that first exam, and a halved cycle does not touch it.
    2. Otherwise it counts from the last special exam that covered this agent.
    3. An open cause halves the cycle, for the next round only (제202조제2항).
    """
    if facts.ended is not None and facts.ended <= on:
        return None
    cycle = exam_cycle(facts.hazard, on=on, cycles=cycles)
    last = _last_special_exam(facts)
    due = _first_exam(facts, cycle) if last is None else _following_exam(facts, cycle, last)
    if facts.ended is not None and facts.ended <= due.due_date:
        return None
    return due


def _last_special_exam(facts: ExposureFacts) -> date | None:
    return max(
        (
            exam.exam_date
            for exam in facts.exams
            if exam.kind is ExamKind.SPECIAL
            and facts.hazard in exam.covered
            and exam.exam_date >= facts.placed
        ),
        default=None,
    )


def _first_exam(facts: ExposureFacts, cycle: ExamCycle) -> Due:
    step = AddMonths(facts.placed, cycle.first_within_months)
    inputs = _inputs(facts, cycle, "PLACEMENT", step)
    return Due(step.result, Derivation(RuleKey.FIRST_EXAM, inputs, (step,)))


def _following_exam(facts: ExposureFacts, cycle: ExamCycle, last: date) -> Due:
    full = AddMonths(last, cycle.every_months)
    halved = _halved(facts, cycle, last, full.result)
    if halved:
        return halved
    inputs = _inputs(facts, cycle, "LAST_EXAM", full)
    return Due(full.result, Derivation(RuleKey.FOLLOWING_EXAM, inputs, (full,)))


def _halved(facts: ExposureFacts, cycle: ExamCycle, last: date, full: date) -> Due | None:
    """Return the shortened date, if a cause since the last exam makes it earlier than the full."""
    half = AddMonths(last, cycle.halved_months)
    # A cause known late cannot ask for an exam before it was known.
    causes = sorted((max(half.result, cause), rule, cause) for rule, cause in _causes(facts, last))
    if not causes or causes[0][0] >= full:
        return None
    due_date, rule, cause = causes[0]
    steps: tuple[Step, ...] = (half,)
    if due_date != half.result:
        steps += (NotBefore(half.result, due_date),)
    inputs = (
        *_inputs(facts, cycle, "LAST_EXAM", half),
        ("cause_date", cause),
        ("full_months", cycle.every_months),
        ("full_due_date", full),
    )
    return Due(due_date, Derivation(rule, inputs, steps))


def _causes(facts: ExposureFacts, last: date) -> Iterator[tuple[RuleKey, date]]:
    """Yield each cause of 제202조제2항 that no special exam has used up yet."""
    for measured in facts.over_limit_measurements:
        if measured >= last:
            yield RuleKey.HALVED_MEASUREMENT, measured
    for finding in facts.coworker_d1:
        found = finding.found or finding.exam_date
        if found >= last and not finding.shortening_unnecessary:
            yield RuleKey.HALVED_D1, found
    for exam in facts.exams:
        if exam.exam_date < last or facts.hazard not in exam.covered:
            continue
        if exam.doctor_shortens and exam.kind in ADVICE_KINDS:
            yield RuleKey.HALVED_DOCTOR, exam.exam_date
        if (
            exam.code is ResultCode.D1
            and exam.kind in FINDING_KINDS
            and not exam.shortening_unnecessary
        ):
            yield RuleKey.HALVED_D1, exam.exam_date


def _inputs(
    facts: ExposureFacts, cycle: ExamCycle, anchor: str, step: AddMonths
) -> tuple[tuple[str, Scalar], ...]:
    return (
        ("hazard", facts.hazard),
        ("group", cycle.group),
        ("anchor", anchor),
        ("anchor_date", step.start),
        ("months", step.months),
        ("in_force_from", cycle.in_force_from),
    )
