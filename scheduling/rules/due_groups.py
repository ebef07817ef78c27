"""The weeks or months under which a list of due dates is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safety.rules.dates import add_months

OVERDUE = "overdue"
LATER = "later"
WEEKS_AHEAD = 6
MONTHS_AHEAD = 5


class Span(StrEnum):
    """How the list is cut."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DueGroup:
    """The due dates from the first day up to the last one; nothing stands for no bound."""

    key: str
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a due date belongs here."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def due_groups(span: Span, *, today: date) -> tuple[DueGroup, ...]:
    """Return what is overdue, the rest of this week (month), those that follow, and all later."""
    groups = [DueGroup(OVERDUE, None, today - timedelta(days=1))]
    start = today
    for last in _ends(span, today):
        groups.append(DueGroup(start.isoformat(), start, last))
        start = last + timedelta(days=1)
    return (*groups, DueGroup(LATER, start, None))


def _ends(span: Span, today: date) -> Iterator[date]:
    if span is Span.WEEK:
        sunday = today + timedelta(days=6 - today.weekday())
        for week in range(WEEKS_AHEAD + 1):
            yield sunday + timedelta(weeks=week)
    else:
        for month in range(1, MONTHS_AHEAD + 2):
            yield add_months(today.replace(day=1), month) - timedelta(days=1)
