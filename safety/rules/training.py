"""Our voluntary prevention class: when to offer it, and who has completed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from safety.rules.derivations import Due, RuleKey
from safety.rules.intervals import (
    SERVICE_INTERVALS,
    ServiceInterval,
    ServiceKind,
    first_due,
    following_due,
    service_interval,
)

COMPLETION_PERCENT = 90


def prevention_class_due(
    *,
    registered: date,
    last_completed: date | None,
    on: date,
    intervals: Sequence[ServiceInterval] = SERVICE_INTERVALS,
) -> Due:
    """
    Return when a worker is to be offered our prevention class (the programme's setting).

    It is voluntary; it is neither the course of 중대재해처벌법 제8조 nor statutory hours.
    """
    interval = service_interval(ServiceKind.PREVENTION_CLASS, on=on, intervals=intervals)
    if last_completed is None:
        return first_due(interval, RuleKey.FIRST_PREVENTION_CLASS, registered)
    return following_due(interval, RuleKey.FOLLOWING_PREVENTION_CLASS, last_completed)


def completed_minutes(
    start: datetime,
    end: datetime,
    arrived: datetime | None,
    left: datetime | None,
    *,
    breaks: Sequence[tuple[datetime, datetime]] = (),
) -> int:
    """Return a trainee's whole minutes in class, net of breaks; none without both times."""
    if arrived is None or left is None:
        return 0
    present = _overlap(arrived, left, start, end)
    for pause_begin, pause_end in breaks:
        present -= _overlap(max(arrived, start), min(left, end), pause_begin, pause_end)
    return present // timedelta(minutes=1)


def is_completed(*, minutes: int, class_minutes: int) -> bool:
    """Tell whether a trainee completed a class: at least 90 % of its net minutes."""
    return class_minutes > 0 and minutes * 100 >= class_minutes * COMPLETION_PERCENT


def _overlap(begin: datetime, finish: datetime, start: datetime, end: datetime) -> timedelta:
    return max(min(finish, end) - max(begin, start), timedelta())
