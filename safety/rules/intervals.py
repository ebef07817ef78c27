"""How often the programme offers its services: dated settings, no law asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.steps import AddMonths
from safety.rules.tables import as_date, edition, read_table


class ServiceKind(StrEnum):
    """What the programme offers again and again."""

    CONSULTATION = "CONSULTATION"
    CONSULTATION_FOLLOW_UP = "CONSULTATION_FOLLOW_UP"
    PREVENTION_CLASS = "PREVENTION_CLASS"
    WORK_ENVIRONMENT = "WORK_ENVIRONMENT"


@dataclass(frozen=True, slots=True)
class ServiceInterval:
    """The months of one service, as the programme has set them from a day on."""

    kind: ServiceKind
    in_force_from: date | None
    first_within_months: int
    every_months: int


SERVICE_INTERVALS: tuple[ServiceInterval, ...] = tuple(
    ServiceInterval(
        kind=ServiceKind(row["kind"]),
        in_force_from=as_date(row["in_force_from"]),
        first_within_months=int(row["first_within_months"]),
        every_months=int(row["every_months"]),
    )
    for row in read_table("service_intervals")
)


def service_interval(
    kind: ServiceKind, *, on: date, intervals: Sequence[ServiceInterval] = SERVICE_INTERVALS
) -> ServiceInterval:
    """Return the setting of a service that holds on a day."""
    return edition((row for row in intervals if row.kind is kind), on=on)[0]


def first_due(interval: ServiceInterval, rule: RuleKey, registered: date) -> Due:
    """Return when a service is due for the first time, counted from the registration."""
    return due_after(interval, rule, ("REGISTRATION", registered), interval.first_within_months)


def following_due(interval: ServiceInterval, rule: RuleKey, last: date) -> Due:
    """Return when a service is due again, counted from the last one."""
    return due_after(interval, rule, ("LAST_SERVICE", last), interval.every_months)


def due_after(
    interval: ServiceInterval, rule: RuleKey, anchor: tuple[str, date], months: int
) -> Due:
    """Return the day some months after an anchor, with the setting it comes from."""
    anchor_name, anchor_date = anchor
    step = AddMonths(anchor_date, months)
    inputs = (
        ("service", interval.kind.value),
        ("anchor", anchor_name),
        ("anchor_date", anchor_date),
        ("months", months),
        ("in_force_from", interval.in_force_from),
    )
    return Due(step.result, Derivation(rule, inputs, (step,)))
