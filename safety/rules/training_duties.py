"""Which statutory training a worker is owed, and how much of it is left (법 제29조, 별표 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import MinutesOwed, Period, PeriodEnd, Scalar, SetBy, SetDay
from safety.rules.tables import NoRuleInForce
from safety.rules.training_deductions import deducted_minutes, on_hire_share
from safety.rules.training_facts import (
    LAWFUL_BODIES,
    Employment,
    Lesson,
    Taught,
    TrainingFacts,
    regular_target,
)
from safety.rules.training_hours import (
    TRAINING_HOURS,
    TrainingHours,
    TrainingKind,
    TrainingTarget,
    is_recommended_only,
    statutory_hours,
)

# A course on hire may lie a little before the first day of work.
EARLY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class TrainingDue:
    """Training still owed; recommended only (권고) in a firm below five."""

    kind: TrainingKind
    due: Due
    minutes: MinutesOwed
    is_recommended: bool
    job: str = ""


def counts(lesson: Lesson, taught: Taught) -> bool:
    """Tell whether a lesson is training of a kind, by the employer or a registered body."""
    return lesson.taught is taught and lesson.body in LAWFUL_BODIES


def firm_doubts(facts: TrainingFacts, kind: TrainingKind) -> tuple[bool, tuple[Doubt, ...]]:
    """Tell whether a kind is only recommended in this firm, and what is in doubt about that."""
    below = facts.small_firm_below
    if is_recommended_only(kind, headcount=facts.workers, small_firm_below=below):
        return True, (Doubt.UNDER_FIVE,)
    if facts.workers is None and is_recommended_only(kind, headcount=0, small_firm_below=below):
        return False, (Doubt.HEAD_COUNT_UNKNOWN,)
    return False, ()


def half_year_of(day: date) -> date:
    """Return the first day of a day's half-year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def regular_training(
    facts: TrainingFacts, *, on: date, rules: Sequence[TrainingHours] = TRAINING_HOURS
) -> TrainingDue | None:
    """
    Return the regular training still owed in the period under way, or None when it is made.

    Per half-year for workers, per year for supervisors (split out of the workers' table).
    """
    kind = TrainingKind.SUPERVISOR_REGULAR if facts.is_supervisor else TrainingKind.REGULAR
    line = statutory_hours(kind, regular_target(facts), on, rules=rules)
    yearly = line.period == "YEAR"
    period = PeriodEnd(
        date(on.year, 1, 1) if yearly else half_year_of(on),
        Period.YEAR if yearly else Period.HALF_YEAR,
    )
    inside = [row for row in facts.lessons if period.start <= row.on <= min(period.result, on)]
    made = sum(row.minutes for row in inside if counts(row, Taught.REGULAR))
    required = line.min_hours * 60
    deducted, more = deducted_minutes(facts, required=required, inside=inside)
    sum_ = MinutesOwed(required, deducted, made)
    if sum_.owed == 0:
        return None
    recommended, doubts = firm_doubts(facts, kind)
    if facts.hired and facts.hired > period.start:
        more = (*more, Doubt.HIRED_IN_PERIOD)
    inputs = (
        ("training", kind.value),
        ("target", line.target.value),
        ("anchor", "PERIOD"),
        ("anchor_date", period.start),
        ("workers", facts.workers),
        ("in_force_from", line.in_force_from),
    )
    basis = Derivation(
        RuleKey.REGULAR_TRAINING, inputs, (sum_, period), (*doubts, *more), line.article
    )
    return TrainingDue(kind, Due(period.result, basis, period.start), sum_, recommended)


def on_hire_training(
    facts: TrainingFacts, *, on: date, rules: Sequence[TrainingHours] = TRAINING_HOURS
) -> TrainingDue | None:
    """Return the training owed before the first job, or None when made, waived or unknown."""
    if facts.hired is None:
        return None
    kind = TrainingKind.SUPERVISOR_ON_HIRE if facts.is_supervisor else TrainingKind.ON_HIRE
    target = TrainingTarget.SUPERVISOR if facts.is_supervisor else _hired_as(facts)
    share, doubts = on_hire_share(facts)
    return _once(facts, kind, target, facts.hired, on, rules, share=share, doubts=doubts)


def on_change_training(
    facts: TrainingFacts, *, on: date, rules: Sequence[TrainingHours] = TRAINING_HOURS
) -> Iterator[TrainingDue]:
    """Yield the training owed before each change of the job."""
    kind = TrainingKind.SUPERVISOR_ON_CHANGE if facts.is_supervisor else TrainingKind.ON_CHANGE
    day_labour = facts.employment is Employment.DAY_LABOUR
    target = TrainingTarget.DAY_LABOUR if day_labour else TrainingTarget.OTHER
    if facts.is_supervisor:
        target = TrainingTarget.SUPERVISOR
    for changed in facts.changed:
        due = _once(facts, kind, target, changed, on, rules)
        if due:
            yield due


def special_made_since(facts: TrainingFacts, since: date, on: date) -> int:
    """Return the minutes of special training from a day on (시행규칙 제26조제1항)."""
    rows = (row for row in facts.lessons if counts(row, Taught.SPECIAL))
    return sum(row.minutes for row in rows if since - EARLY <= row.on <= on)


def _once(
    facts: TrainingFacts,
    kind: TrainingKind,
    target: TrainingTarget,
    event: date,
    on: date,
    rules: Sequence[TrainingHours],
    *,
    share: int = 1,
    doubts: tuple[Doubt, ...] = (),
) -> TrainingDue | None:
    try:
        line = statutory_hours(kind, target, event, rules=rules)
    except NoRuleInForce:
        return None  # hired before the first table we know
    hiring = kind in (TrainingKind.ON_HIRE, TrainingKind.SUPERVISOR_ON_HIRE)
    taught = Taught.ON_HIRE if hiring else Taught.ON_CHANGE
    made = sum(
        row.minutes
        for row in facts.lessons
        if counts(row, taught) and event - EARLY <= row.on <= on
    )
    sum_ = MinutesOwed(line.min_hours * 60 // share, 0, made)
    if sum_.owed == 0 or special_made_since(facts, event, on) >= sum_.required:
        return None
    recommended, firm = firm_doubts(facts, kind)
    inputs: tuple[tuple[str, Scalar], ...] = (
        ("training", kind.value),
        ("target", line.target.value),
        ("anchor", "HIRE" if hiring else "JOB_CHANGE"),
        ("anchor_date", event),
        ("workers", facts.workers),
        ("in_force_from", line.in_force_from),
    )
    steps = (sum_, SetDay(event, SetBy.BEFORE_START))
    rule = RuleKey.ON_HIRE_TRAINING if hiring else RuleKey.ON_CHANGE_TRAINING
    basis = Derivation(rule, inputs, steps, (*firm, *doubts), line.article)
    return TrainingDue(kind, Due(event, basis, event - EARLY), sum_, recommended)


def _hired_as(facts: TrainingFacts) -> TrainingTarget:
    return {
        Employment.REGULAR: TrainingTarget.OTHER,
        Employment.DAY_LABOUR: TrainingTarget.DAY_LABOUR,
        Employment.UP_TO_ONE_MONTH: TrainingTarget.UP_TO_ONE_MONTH,
    }[facts.employment]
