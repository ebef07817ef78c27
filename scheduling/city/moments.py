"""Days and hours of the played weeks, whatever day the demo is started on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from outreach.rules.workdays import is_working_day, next_working_day

PLAYED_DAYS = 28  # before today: these are played by the product's own actions


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment in Seoul."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def working_days_back(today: date, count: int) -> list[date]:
    """Return so many working days before today, the nearest first."""
    return list(_walk(today, -1, count))


def working_days_ahead(today: date, count: int) -> list[date]:
    """Return so many working days from today on, or from the next one on a day off."""
    first = today if is_working_day(today) else next_working_day(today)
    return [first, *_walk(first, 1, count - 1)]


def _walk(day: date, step: int, count: int) -> Iterator[date]:
    while count:
        day += timedelta(days=step)
        if is_working_day(day):
            count -= 1
            yield day
