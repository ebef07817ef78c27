"""The clocks that an exam starts, for each of the three (시행규칙 제209조·제210조)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safety.rules.derivations import Derivation, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.exam_facts import FINDING_KINDS, ExamKind
from safety.rules.results import (
    CLOCK_RULES,
    REPORTED_ORDERS,
    Clock,
    ClockRule,
    DoctorOrder,
    ResultCode,
)
from safety.rules.steps import AddDays, Scalar
from safety.rules.tables import edition

FINDINGS = frozenset({ResultCode.D1, ResultCode.D2, ResultCode.DN})
SECOND_STAGE = frozenset({ResultCode.R, ResultCode.U})
RULES = {
    Clock.CARD_TO_WORKER: RuleKey.CLOCK_CARD,
    Clock.EXPLANATION_TO_WORKER: RuleKey.CLOCK_EXPLANATION,
    Clock.TABLE_TO_EMPLOYER: RuleKey.CLOCK_TABLE_TO_EMPLOYER,
    Clock.TABLE_TO_LABOUR_OFFICE: RuleKey.CLOCK_TABLE_TO_LABOUR_OFFICE,
    Clock.EMPLOYER_REPORT: RuleKey.CLOCK_EMPLOYER_REPORT,
    Clock.SECOND_STAGE: RuleKey.CLOCK_SECOND_STAGE,
}


@dataclass(frozen=True, slots=True)
class ClockedExam:
    """What the clocks read of one exam."""

    exam_date: date
    kind: ExamKind
    codes: frozenset[ResultCode] = frozenset()
    orders: frozenset[DoctorOrder] = frozenset()
    received: date | None = None  # the employer's receipt of the result table
    told: date | None = None  # when the worker heard of the second-stage exam
    second_stage: date | None = None  # when it was held
    reported: date | None = None  # when the employer reported to the labour office
    sent_electronically: bool = False  # the card's data went to KOSHA


@dataclass(frozen=True, slots=True)
class Ticking:
    """One clock: its last day, None while the event that starts it is not known."""

    clock: Clock
    deadline: date | None
    stopped: date | None
    basis: Derivation


def clocks_of(
    exam: ClockedExam,
    *,
    on: date,
    second_stage_days: int | None = None,
    rules: Sequence[ClockRule] = CLOCK_RULES,
) -> Iterator[Ticking]:
    """
    Yield the clocks that an exam started, in the article's order.

    1. The institution: card and table from the day of the exam, an explanation for a finding;
       the labour office's table only for special, on-demand and ordered exams.
    2. The worker: second stage (R), counted from being told; U says it was not done in time.
    3. The employer: the report, from receipt of the table and for four orders only.
    """
    for clock in _institutions(exam):
        stopped = exam.received if clock is Clock.TABLE_TO_EMPLOYER else None
        yield _started(clock, exam.exam_date, on, rules, stopped=stopped)
    if exam.codes & SECOND_STAGE:
        yield _second_stage(exam, on, second_stage_days, rules)
    if exam.kind in FINDING_KINDS and not REPORTED_ORDERS.isdisjoint(exam.orders):
        yield _report(exam, on, rules)


def _institutions(exam: ClockedExam) -> Iterator[Clock]:
    yield Clock.CARD_TO_WORKER
    if exam.codes & FINDINGS:
        yield Clock.EXPLANATION_TO_WORKER
    yield Clock.TABLE_TO_EMPLOYER
    if exam.kind in FINDING_KINDS and not exam.sent_electronically:
        yield Clock.TABLE_TO_LABOUR_OFFICE


def _second_stage(
    exam: ClockedExam, on: date, days: int | None, rules: Sequence[ClockRule]
) -> Ticking:
    since = exam.told or exam.received or exam.exam_date
    doubts = (Doubt.SECOND_STAGE_DAYS, *(() if exam.told else (Doubt.TOLD_DATE_UNKNOWN,)))
    return _started(
        Clock.SECOND_STAGE, since, on, rules, days=days, doubts=doubts, stopped=exam.second_stage
    )


def _report(exam: ClockedExam, on: date, rules: Sequence[ClockRule]) -> Ticking:
    orders = "|".join(sorted(order.value for order in exam.orders & REPORTED_ORDERS))
    more = (("orders", orders),)
    if exam.received:
        return _started(
            Clock.EMPLOYER_REPORT, exam.received, on, rules, stopped=exam.reported, more=more
        )
    rule = clock_rule(Clock.EMPLOYER_REPORT, on=on, rules=rules)
    inputs = (("exam_date", exam.exam_date), *more, ("in_force_from", rule.in_force_from))
    doubts = (Doubt.RECEIPT_UNKNOWN,)
    basis = Derivation(RuleKey.CLOCK_EMPLOYER_REPORT, inputs, (), doubts, rule.article)
    return Ticking(Clock.EMPLOYER_REPORT, None, exam.reported, basis)


def _started(
    clock: Clock,
    since: date,
    on: date,
    rules: Sequence[ClockRule],
    *,
    days: int | None = None,
    doubts: tuple[Doubt, ...] = (),
    stopped: date | None = None,
    more: tuple[tuple[str, Scalar], ...] = (),
) -> Ticking:
    rule = clock_rule(clock, on=on, rules=rules)
    step = AddDays(since, rule.days if days is None else days)
    inputs = (
        ("anchor", clock.value),
        ("anchor_date", since),
        ("days", step.days),
        *more,
        ("in_force_from", rule.in_force_from),
    )
    basis = Derivation(RULES[clock], inputs, (step,), doubts, rule.article)
    return Ticking(clock, step.result, stopped, basis)


def clock_rule(clock: Clock, *, on: date, rules: Sequence[ClockRule] = CLOCK_RULES) -> ClockRule:
    """Return a clock's line that holds on a day."""
    return edition([rule for rule in rules if rule.clock is clock], on=on)[0]
