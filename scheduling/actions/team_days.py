"""One team's day on the road: how long it drives, and why something does not fit into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.models import Centre
from scheduling.actions.busy_times import BusyTime
from scheduling.actions.plan_problems import build_problem
from scheduling.models import Shift, Team
from scheduling.planner.schedule import RouteDoesNotFit, Timeline
from scheduling.planner.travel import travel_minutes


@dataclass(frozen=True)
class TeamDay:
    """What a team does on a day, in the order of the day; without a shift, hours are not known."""

    centre: Centre
    team: Team
    day: date
    shift: Shift | None
    times: tuple[BusyTime, ...]

    def with_times(self, times: Sequence[BusyTime]) -> TeamDay:
        """Return the same day with other things to do."""
        ordered = tuple(sorted(times, key=lambda one: one.starts_at))
        return TeamDay(self.centre, self.team, self.day, self.shift, ordered)

    @property
    def legs(self) -> list[int]:
        """Minutes of each drive: from the centre to the first stop, …, and back."""
        return self._timeline().legs if self.times else []

    @property
    def drive_minutes(self) -> int:
        """Minutes of driving on the whole day."""
        return sum(self.legs)

    def obstacle(self) -> str:
        """Say what speaks against the day, or nothing: drives, the end of the shift, lunch."""
        if self.shift is None or not self.times:
            return ""
        timeline = self._timeline()
        try:
            timeline.route()
        except RouteDoesNotFit:
            return self._in_words(timeline)
        return ""

    def _in_words(self, timeline: Timeline) -> str:
        assert self.shift is not None
        left, place = _at(self.day, self.shift.start), _("the centre")
        for one, leg in zip(self.times, timeline.legs, strict=False):
            there = _minutes(left, one.starts_at)
            if there < leg:
                return _(
                    "From %(start)s to %(end)s the drive takes %(needed)s minutes; "
                    "there are %(there)s."
                ) % {"start": place, "end": one.name, "needed": leg, "there": max(0, there)}
            left, place = one.ends_at, one.name
        home = left + timedelta(minutes=timeline.legs[-1])
        if home > _at(self.day, self.shift.end):
            return _("The team would be back at %(home)s; its shift ends at %(end)s.") % {
                "home": f"{timezone.localtime(home):%H:%M}",
                "end": f"{self.shift.end:%H:%M}",
            }
        if timeline.driving_left < 0:
            return _("The team would drive %(needed)s minutes that day; it may drive %(most)s.") % {
                "needed": timeline.travel,
                "most": self.team.max_drive_minutes,
            }
        return _("No time would be left for the lunch break.")

    def _timeline(self) -> Timeline:
        hours = self.shift or Shift(
            team=self.team, date=self.day, start=time(0), end=time(23, 59)
        )  # a week without a roster yet: only the drives count
        problem = build_problem(
            centre=self.centre,
            week_start=self.day - timedelta(days=self.day.weekday()),
            days=[self.day],
            teams=[self.team],
            shifts=[hours],
            busy=self.times,
            stops=[],
        )
        minutes = travel_minutes(problem).tolist()
        stops = list(range(len(self.times)))
        return Timeline(problem, minutes, 0, self.day.weekday(), stops)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)
