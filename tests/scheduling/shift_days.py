"""A week of shifts to give, for the tests of shifts and of their pages."""

from __future__ import annotations

from datetime import date, time, timedelta

from scheduling.actions.shifts import Roster, give_shifts
from scheduling.models import Team
from tests import cast
from tests.cast_scheduling import NEXT_MONDAY

MONDAY = NEXT_MONDAY.date()
FRIDAY = MONDAY + timedelta(days=4)
WORKDAYS = range(5)
NINE, SIX = time(9), time(18)


def give(team: Team, first: date, last: date, start: time = NINE, end: time = SIX) -> Roster:
    return give_shifts(
        team=team,
        first=first,
        last=last,
        weekdays=WORKDAYS,
        start=start,
        end=end,
        today=cast.TODAY,
    )
