"""The ways of a day: where each team goes, in order, and how long it drives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.models import Centre
from scheduling.actions.busy_times import BusyTime, busy_times
from scheduling.actions.team_days import TeamDay
from scheduling.models import Shift, Team


@dataclass(frozen=True)
class Way:
    """One stop and the drive to it."""

    time: BusyTime
    drive_minutes: int


@dataclass(frozen=True)
class DayRoute:
    """A team's day: its stops in order, the drive home, and what does not fit."""

    team: Team
    ways: tuple[Way, ...]
    home_minutes: int
    obstacle: str

    @property
    def drive_minutes(self) -> int:
        """Minutes of driving on the whole day."""
        return sum(way.drive_minutes for way in self.ways) + self.home_minutes


def day_routes(*, centre: Centre, teams: Sequence[Team], day: date) -> list[DayRoute]:
    """Return the ways of the teams that go out on a day."""
    shifts = {one.team_id: one for one in Shift.objects.filter(team__in=teams, date=day)}
    busy = busy_times(centre=centre, teams=teams, first=day, last=day)
    routes = []
    for team in teams:
        times = [one for one in busy if one.team_id == team.pk and one.day == day]
        if not times:
            continue
        whole = TeamDay(centre, team, day, shifts.get(team.pk), ()).with_times(times)
        legs = whole.legs
        ways = tuple(Way(one, leg) for one, leg in zip(whole.times, legs, strict=False))
        routes.append(DayRoute(team, ways, legs[-1], whole.obstacle()))
    return routes
