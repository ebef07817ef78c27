"""When a health consultation is due: by the programme's own setting, no law asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.intervals import (
    SERVICE_INTERVALS,
    ServiceInterval,
    ServiceKind,
    due_after,
    first_due,
    following_due,
    service_interval,
)


def consultation_due(
    *,
    registered: date,
    last_held: date | None,
    on: date,
    intervals: Sequence[ServiceInterval] = SERVICE_INTERVALS,
) -> Due:
    """Return when a workplace's next consultation is due: from its last one or registration."""
    interval = service_interval(ServiceKind.CONSULTATION, on=on, intervals=intervals)
    if last_held is None:
        return first_due(interval, RuleKey.FIRST_CONSULTATION, registered)
    return following_due(interval, RuleKey.FOLLOWING_CONSULTATION, last_held)


def follow_up_due(
    *,
    held: date,
    agreed: date | None,
    on: date,
    intervals: Sequence[ServiceInterval] = SERVICE_INTERVALS,
) -> Due:
    """Return a worker's follow-up date: the day agreed with the worker, or else by the setting."""
    interval = service_interval(ServiceKind.CONSULTATION_FOLLOW_UP, on=on, intervals=intervals)
    rule = RuleKey.CONSULTATION_FOLLOW_UP
    if agreed is None:
        return due_after(interval, rule, ("LAST_SERVICE", held), interval.first_within_months)
    inputs = (
        ("service", ServiceKind.CONSULTATION_FOLLOW_UP.value),
        ("anchor", "AGREED_DATE"),
        ("anchor_date", agreed),
        ("held", held),
    )
    return Due(agreed, Derivation(rule, inputs, ()))
