"""The week that the tests plan, and a team at work in it."""

from __future__ import annotations

from datetime import date, datetime, time

from scheduling.models import Team
from tests.cast import SEOUL
from tests.cast_scheduling import make_team, make_week_of_shifts

MONDAY = date(2026, 11, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day in Seoul."""
    return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)


def team_at_work(**changes: object) -> Team:
    """Make a team that goes out from nine to six all week."""
    team = make_team(**changes)  # type: ignore[arg-type]
    make_week_of_shifts(team, MONDAY)
    return team
