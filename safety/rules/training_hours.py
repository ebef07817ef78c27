"""The hours of safety training that the law asks of employers (시행규칙 별표 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.tables import NoRuleInForce, as_date, edition, read_table

SMALL_FIRM_BELOW = 5


class TrainingKind(StrEnum):
    """The kinds of training the statutes know (시행규칙 별표 4, 중대재해처벌법 제8조)."""

    REGULAR = "REGULAR"
    ON_HIRE = "ON_HIRE"
    ON_CHANGE = "ON_CHANGE"
    SPECIAL = "SPECIAL"
    CONSTRUCTION_BASIC = "CONSTRUCTION_BASIC"
    SUPERVISOR_REGULAR = "SUPERVISOR_REGULAR"
    SUPERVISOR_ON_HIRE = "SUPERVISOR_ON_HIRE"
    SUPERVISOR_ON_CHANGE = "SUPERVISOR_ON_CHANGE"
    SUPERVISOR_SPECIAL = "SUPERVISOR_SPECIAL"
    PLATFORM_FIRST = "PLATFORM_FIRST"
    PLATFORM_SPECIAL = "PLATFORM_SPECIAL"
    DUTY = "DUTY"
    SERIOUS_ACCIDENT_ACT = "SERIOUS_ACCIDENT_ACT"


class TrainingTarget(StrEnum):
    """Whom an hour rule means."""

    OFFICE = "OFFICE"
    SALES = "SALES"
    OTHER = "OTHER"
    DAY_LABOUR = "DAY_LABOUR"
    UP_TO_ONE_MONTH = "UP_TO_ONE_MONTH"
    CRANE_SIGNAL_DAY_LABOUR = "CRANE_SIGNAL_DAY_LABOUR"
    CONSTRUCTION_DAY_LABOUR = "CONSTRUCTION_DAY_LABOUR"
    SUPERVISOR = "SUPERVISOR"
    PLATFORM = "PLATFORM"
    GENERAL_MANAGER = "GENERAL_MANAGER"
    SAFETY_OR_HEALTH_MANAGER = "SAFETY_OR_HEALTH_MANAGER"
    SAFETY_HEALTH_OFFICER = "SAFETY_HEALTH_OFFICER"
    EXECUTIVE = "EXECUTIVE"


# Chapter 3 of the Act falls away below five workers; special training (법 제29조제3항) stays.
RECOMMENDED_IN_SMALL_FIRMS = frozenset(
    {
        TrainingKind.REGULAR,
        TrainingKind.ON_HIRE,
        TrainingKind.ON_CHANGE,
        TrainingKind.SUPERVISOR_REGULAR,
        TrainingKind.SUPERVISOR_ON_HIRE,
        TrainingKind.SUPERVISOR_ON_CHANGE,
    }
)


@dataclass(frozen=True, slots=True)
class TrainingHours:
    """One hour rule of the statutes."""

    rule_id: str
    kind: TrainingKind
    target: TrainingTarget
    min_hours: int
    period: str
    in_force_from: date | None
    article: str
    confidence: str


TRAINING_HOURS: tuple[TrainingHours, ...] = tuple(
    TrainingHours(
        rule_id=row["rule_id"],
        kind=TrainingKind(row["kind"]),
        target=TrainingTarget(row["target"]),
        min_hours=int(row["min_hours"]),
        period=row["period"].upper(),
        in_force_from=as_date(row["in_force_from"]),
        article=row["article"],
        confidence=row["confidence"],
    )
    for row in read_table("training_rules")
)


def statutory_hours(
    kind: TrainingKind,
    target: TrainingTarget,
    on: date,
    *,
    rules: Sequence[TrainingHours] = TRAINING_HOURS,
) -> TrainingHours:
    """Return the hour rule for a kind of training and those it is for (시행규칙 별표 4)."""
    rows = [row for row in rules if row.kind is kind and row.target is target]
    if not rows:
        raise NoRuleInForce(f"{kind} {target}")
    return edition(rows, on=on)[0]


def is_recommended_only(
    kind: TrainingKind, *, headcount: int | None, small_firm_below: int = SMALL_FIRM_BELOW
) -> bool:
    """
    Tell whether training is recommended (권고) rather than owed, as in firms of 1-4 workers.

    Doubtful in the sources (시행령 별표 1), hence a setting, and to be shown with 확인 필요.
    An unknown head count keeps the duty.
    """
    if headcount is None or kind not in RECOMMENDED_IN_SMALL_FIRMS:
        return False
    return headcount < small_firm_below
