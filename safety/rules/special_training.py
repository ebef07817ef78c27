"""Special training for the listed jobs: part before the first work, the rest within months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import AddMonths, MinutesOwed, Scalar, SetBy, SetDay, Step
from safety.rules.tables import NoRuleInForce, as_date, edition, read_table
from safety.rules.training_deductions import special_share
from safety.rules.training_duties import EARLY, TrainingDue, counts
from safety.rules.training_facts import Employment, ListedJob, Taught, TrainingFacts
from safety.rules.training_hours import (
    TRAINING_HOURS,
    TrainingHours,
    TrainingKind,
    TrainingTarget,
    statutory_hours,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """How special training is split (별표 4)."""

    first_hours: int
    rest_within_months: int
    short_hours: int
    article: str
    in_force_from: date | None


PARTS = tuple(
    Parts(
        first_hours=int(row["first_hours"]),
        rest_within_months=int(row["rest_within_months"]),
        short_hours=int(row["short_hours"]),
        article=row["article"],
        in_force_from=as_date(row["in_force_from"]),
    )
    for row in read_table("special_training_parts")
)


def special_training(
    facts: TrainingFacts,
    *,
    on: date,
    rules: Sequence[TrainingHours] = TRAINING_HOURS,
    parts: Sequence[Parts] = PARTS,
) -> Iterator[TrainingDue]:
    """Yield what is owed for each listed job; it stays a duty in firms of 1-4 workers too."""
    for job in facts.jobs:
        try:
            line = statutory_hours(_kind(facts), _target(facts, job), job.started, rules=rules)
            split = edition(parts, on=job.started)[0]
        except NoRuleInForce:
            continue
        if not any(before.same_principal_site for before in facts.earlier):
            yield from _of_job(facts, job, line, split, on)


def _of_job(
    facts: TrainingFacts, job: ListedJob, line: TrainingHours, split: Parts, on: date
) -> Iterator[TrainingDue]:
    share, doubts = special_share(facts, job.started)
    # Day labour has one short course of its own; only the long course is split.
    whole = line.target in (TrainingTarget.DAY_LABOUR, TrainingTarget.CRANE_SIGNAL_DAY_LABOUR)
    short = job.is_short and not whole
    total = (split.short_hours if short else line.min_hours) * 60 // share
    first = total if whole or short else min(split.first_hours * 60, total)
    made = sum(
        row.minutes
        for row in facts.lessons
        if counts(row, Taught.SPECIAL)
        and row.job in ("", job.name)
        and job.started - EARLY <= row.on <= on
    )
    before = MinutesOwed(first, 0, made)
    if before.owed:
        start = SetDay(job.started, SetBy.BEFORE_START)
        yield _due(RuleKey.SPECIAL_TRAINING, facts, job, line, before, start, doubts)
    rest = MinutesOwed(total - first, 0, max(made - first, 0))
    if rest.owed:
        months = AddMonths(job.started, split.rest_within_months)
        yield _due(RuleKey.SPECIAL_TRAINING_REST, facts, job, line, rest, months, doubts)


def _due(
    rule: RuleKey,
    facts: TrainingFacts,
    job: ListedJob,
    line: TrainingHours,
    sum_: MinutesOwed,
    day: SetDay | AddMonths,
    doubts: tuple[Doubt, ...],
) -> TrainingDue:
    inputs: tuple[tuple[str, Scalar], ...] = (
        ("training", line.kind.value),
        ("target", line.target.value),
        ("job", job.name),
        ("anchor", "LISTED_JOB"),
        ("anchor_date", job.started),
        ("workers", facts.workers),
        ("in_force_from", line.in_force_from),
    )
    steps: tuple[Step, ...] = (sum_, day)
    basis = Derivation(rule, inputs, steps, doubts, line.article)
    due = Due(day.result, basis, job.started - EARLY)
    return TrainingDue(line.kind, due, sum_, False, job.name)


def _kind(facts: TrainingFacts) -> TrainingKind:
    return TrainingKind.SUPERVISOR_SPECIAL if facts.is_supervisor else TrainingKind.SPECIAL


def _target(facts: TrainingFacts, job: ListedJob) -> TrainingTarget:
    if facts.is_supervisor:
        return TrainingTarget.SUPERVISOR
    if facts.employment is not Employment.DAY_LABOUR:
        return TrainingTarget.OTHER
    return (
        TrainingTarget.CRANE_SIGNAL_DAY_LABOUR if job.is_crane_signal else TrainingTarget.DAY_LABOUR
    )
