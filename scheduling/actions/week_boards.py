"""The weeks as they would be without some visits and teams, filled again visit by visit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    # Why nobody can go, as a plan writes it down for what it leaves out.
    why: Mapping[str, object] = field(default_factory=dict, compare=False)

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
        self.centre, self._absence = centre, absence
        self.gone = {visit.pk for visit in without}
        self.today = timezone.localdate(now)
        self.now = now
        self.teams = list(
            Team.objects.filter(centre=centre)
            .select_related("vehicle")
            .prefetch_related("members")
            .order_by("pk")
        )
        self._shares = _shares(self.teams)
        self._weeks: dict[date, tuple[list[Shift], list[BusyTime]]] = {}
        self._read: dict[date, tuple[list[Shift], list[BusyTime]]] = {}

    def without(self, *visits: Visit) -> WeekBoard:
        """Return the same weeks without more visits; what was looked up is not asked again."""
        other, keys = WeekBoard.__new__(WeekBoard), {visit.pk for visit in visits}
        other.__dict__.update(self.__dict__)
        other.gone = self.gone | keys
        other._weeks = {
            monday: (shifts, [one for one in busy if one.visit_id not in keys])
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
        shifts, busy = self.week(monday)
        keys = {team.pk for team in (self.teams if teams is None else teams)}
        wanted = [shift for shift in shifts if shift.date in days and shift.team_id in keys]
        if not wanted:
            return []
        found = cheapest_times(
            stop=stop,
            week_start=monday,
            days=days,
            teams=[team for team in self.teams if team.pk in keys],
            shifts=wanted,
            busy=[one for one in busy if one.day in days and one.team_id in keys],
        )
        return [one for one in found if one.starts_at > self.now]

    def working_days(self, monday: date) -> list[date]:
        """Return the days of a week on which the centre works, today included."""
        week = [monday + timedelta(days=number) for number in range(DAYS)]
        closed = ClosedDay.objects.kept_by(self.centre, first=week[0], last=week[-1])
        return [day for day in week if day >= self.today and is_working_day(day, closures=closed)]

    def keep(self, stop: Stop, found: FreeTime, visit: Visit | None = None) -> None:
        """Keep a time, so that nothing else is put there; it binds who shares people or a van."""
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
        busy = self.week(day - timedelta(days=day.weekday()))[1]
        busy += [replace(taken, team_id=key) for key in self._shares[found.team.pk]]

    def is_free(self, found: FreeTime, minutes: int) -> bool:
        """Tell whether a team, with its people and its van, has nothing else at a time."""
        day = timezone.localdate(found.starts_at)
        ends_at = found.starts_at + timedelta(minutes=minutes)
        return not any(
            one.team_id in self._shares[found.team.pk]
            and one.starts_at < ends_at
            and found.starts_at < one.ends_at
            for one in self.week(day - timedelta(days=day.weekday()))[1]
        )

    def _tries(self, stop: Stop, same_time: Stop, day: date) -> Iterator[tuple[Stop, list[date]]]:
        yield same_time, [day]
        yield stop, [day]
        monday = day - timedelta(days=day.weekday())
        for week in range(WEEKS):
            days = self.working_days(monday + timedelta(weeks=week))
            yield stop, [one for one in days if one > self.today]

    def week(self, monday: date) -> tuple[list[Shift], list[BusyTime]]:
        """Return who is at work in a week, and what holds them; the second list is this board's."""
        if monday not in self._weeks:
            shifts, busy = self._look_up(monday)
            self._weeks[monday] = shifts, [one for one in busy if one.visit_id not in self.gone]
        return self._weeks[monday]

    def _look_up(self, monday: date) -> tuple[list[Shift], list[BusyTime]]:
        if monday not in self._read:
            last = monday + timedelta(days=DAYS - 1)
            shifts = Shift.objects.filter(team__in=self.teams, date__range=(monday, last))
            away = self._absence
            at_home = {"team__in": list(away.teams), "date__range": (away.first, away.last)}
            self._read[monday] = (
                list(shifts.exclude(**at_home).order_by("pk")),
                busy_times(centre=self.centre, teams=self.teams, first=monday, last=last),
            )
        return self._read[monday]


def _shares(teams: Sequence[Team]) -> dict[int, list[int]]:
    """Return for each team, itself first, those that have a person or the van in common with it."""
    needs = {
        team.pk: {f"vehicle:{team.vehicle_id}"} - {"vehicle:None"}
        | {f"staff:{person.pk}" for person in team.members.all()}
        for team in teams
    }
    return {
        key: [key, *(other for other in needs if other != key and mine & needs[other])]
        for key, mine in needs.items()
    }
