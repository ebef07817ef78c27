"""The weeks as they would be without some visits and teams, filled again visit by visit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from outreach.models import Centre, ClosedDay
from outreach.rules.workdays import is_working_day
from scheduling.actions.busy_times import BusyTime, busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import DAYS, Stop
from scheduling.actions.slots import FreeTime, cheapest_times
from scheduling.models import Shift, Team, Visit

WEEKS = 3  # in which another day is looked for


@dataclass(frozen=True)
class Move:
    """What becomes of one visit: another team, another time, or nothing that can be had."""

    visit: Visit
    team: Team | None = None
    starts_at: datetime | None = None
    added_minutes: int = 0

    @property
    def keeps_time(self) -> bool:
        """Whether the owner notices nothing but other people."""
        return self.starts_at == self.visit.starts_at

    @property
    def minutes_later(self) -> int:
        """How much later it is; less than nothing is earlier."""
        if self.starts_at is None:
            return 0
        return int((self.starts_at - self.visit.starts_at).total_seconds() // 60)


@dataclass(frozen=True)
class Absence:
    """Teams that do not go out on some days."""

    teams: Collection[Team] = ()
    first: date = date.min
    last: date = date.min


class WeekBoard:
    """What is booked in the weeks ahead, without what has to find another place."""

    def __init__(
        self,
        *,
        centre: Centre,
        without: Collection[Visit],
        now: datetime,
        absence: Absence = Absence(),  # noqa: B008 (frozen)
    ) -> None:
        self._centre, self._absence = centre, absence
        self._gone = {visit.pk for visit in without}
        self._today = timezone.localdate(now)
        self._now = now
        self._teams = list(
            Team.objects.filter(centre=centre).prefetch_related("members").order_by("pk")
        )
        self._weeks: dict[date, tuple[list[Shift], list[BusyTime]]] = {}

    def without(self, visit: Visit) -> WeekBoard:
        """Return the same weeks without one more visit; what was looked up is not asked again."""
        other = WeekBoard.__new__(WeekBoard)
        other.__dict__.update(self.__dict__)
        other._gone = self._gone | {visit.pk}
        other._weeks = {
            monday: (shifts, [one for one in busy if one.visit_id != visit.pk])
            for monday, (shifts, busy) in self._weeks.items()
        }
        return other

    def place(self, visit: Visit) -> Move:
        """
        Return the best that can be done for one visit, and keep that time for it.

        1. The same time with another team, so that the owner keeps it.
        2. Another time of the same day, where it adds the least driving.
        3. Another day within three weeks.
        """
        day = timezone.localdate(visit.starts_at)
        items = tuple(visit.due_items.all())
        if visit.workplace.latitude is None or not items:
            return Move(visit)
        stop = Stop(Candidate(visit.workplace, items), visit.minutes)
        local = timezone.localtime(visit.starts_at)
        start = local.hour * 60 + local.minute
        same_time = replace(stop, hours=(start, start + visit.minutes))
        for wanted, days in self._tries(stop, same_time, day):
            if found := self.times(wanted, days):
                self.keep(stop, found[0], visit)
                return Move(visit, found[0].team, found[0].starts_at, found[0].added_minutes)
        return Move(visit)

    def times(
        self, stop: Stop, days: Sequence[date], *, teams: Collection[Team] | None = None
    ) -> list[FreeTime]:
        """Return the times still ahead on these days of one week, the least driving first."""
        if not days:
            return []
        monday = days[0] - timedelta(days=days[0].weekday())
        shifts, busy = self._week(monday)
        keys = {team.pk for team in (self._teams if teams is None else teams)}
        wanted = [shift for shift in shifts if shift.date in days and shift.team_id in keys]
        if not wanted:
            return []
        found = cheapest_times(
            stop=stop,
            week_start=monday,
            days=days,
            teams=[team for team in self._teams if team.pk in keys],
            shifts=wanted,
            busy=[one for one in busy if one.day in days and one.team_id in keys],
        )
        return [one for one in found if one.starts_at > self._now]

    def working_days(self, monday: date) -> list[date]:
        """Return the days of a week on which the centre works, today included."""
        week = [monday + timedelta(days=number) for number in range(DAYS)]
        closed = ClosedDay.objects.kept_by(self._centre, first=week[0], last=week[-1])
        return [day for day in week if day >= self._today and is_working_day(day, closures=closed)]

    def keep(self, stop: Stop, found: FreeTime, visit: Visit | None = None) -> None:
        """Keep a time, so that nothing else is put there."""
        place = stop.candidate.workplace
        taken = BusyTime(
            team_id=found.team.pk,
            starts_at=found.starts_at,
            ends_at=found.starts_at + timedelta(minutes=stop.minutes),
            latitude=place.latitude or 0.0,
            longitude=place.longitude or 0.0,
            visit_id=visit.pk if visit else None,
            name=place.name,
        )
        day = timezone.localdate(found.starts_at)
        self._week(day - timedelta(days=day.weekday()))[1].append(taken)

    def _tries(self, stop: Stop, same_time: Stop, day: date) -> Iterator[tuple[Stop, list[date]]]:
        yield same_time, [day]
        yield stop, [day]
        monday = day - timedelta(days=day.weekday())
        for week in range(WEEKS):
            days = self.working_days(monday + timedelta(weeks=week))
            yield stop, [one for one in days if one > self._today]

    def _week(self, monday: date) -> tuple[list[Shift], list[BusyTime]]:
        if monday not in self._weeks:
            last = monday + timedelta(days=DAYS - 1)
            shifts = Shift.objects.filter(team__in=self._teams, date__range=(monday, last))
            away = self._absence
            at_home = {"team__in": list(away.teams), "date__range": (away.first, away.last)}
            busy = busy_times(centre=self._centre, teams=self._teams, first=monday, last=last)
            self._weeks[monday] = (
                list(shifts.exclude(**at_home)),
                [one for one in busy if one.visit_id not in self._gone],
            )
        return self._weeks[monday]
