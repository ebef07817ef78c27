"""A team stays at home: its visits go to others, with as little change for owners as can be."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff
from outreach.rules.workdays import is_working_day
from scheduling.actions.busy_times import BusyTime, busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import DAYS, Stop
from scheduling.actions.shifts import ShiftsRefused, remove_shifts
from scheduling.actions.slots import FreeTime, cheapest_times
from scheduling.actions.visits import cancel_visit, move_visit
from scheduling.models import Shift, Team, Visit

WEEKS = 3  # in which another day is looked for
REASON = _("the team stays at home")


class ChangedMeanwhile(ShiftsRefused):
    words = _("Something was booked or changed meanwhile. Please look at the new proposal.")


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


def propose(*, team: Team, first: date, last: date, now: datetime) -> list[Move]:
    """
    Find another team or time for each visit of a team that stays at home; nothing is changed.

    1. The same time with another team, so that the owner keeps it.
    2. Another time of the same day, where it adds the least driving.
    3. Another day within three weeks.

    Visits of other teams stay where they are, to the minute.
    """
    affected = visits_of(team=team, first=first, last=last, now=now)
    board = _Board(team, affected, first, last, now)
    return [board.place(visit) for visit in affected]


@transaction.atomic
def apply(
    *, team: Team, first: date, last: date, seen: str, staff: Staff | None, now: datetime
) -> list[Move]:
    """
    Keep a team at home, move its visits as proposed, and cancel those that nobody can make.

    `seen` is the fingerprint of the proposal that staff looked at.

    :raises ChangedMeanwhile: it would come out otherwise now; nothing was done
    :raises ShiftsRefused: the days are over, or hold no shift
    :raises AlreadyTaken: somebody was faster in this very moment
    """
    Team.objects.select_for_update().get(pk=team.pk)
    moves = propose(team=team, first=first, last=last, now=now)
    if fingerprint(moves) != seen:
        raise ChangedMeanwhile
    for move in moves:
        if move.team is None or move.starts_at is None:
            cancel_visit(visit=move.visit, reason=str(REASON), staff=staff, now=now)
            continue
        move_visit(
            visit=move.visit,
            team=move.team,
            starts_at=move.starts_at,
            minutes=move.visit.minutes,
            staff=staff,
            now=now,
        )
    remove_shifts(team=team, first=first, last=last, today=timezone.localdate(now))
    return moves


def fingerprint(moves: Sequence[Move]) -> str:
    """Return by what a proposal is known again."""
    parts = [
        f"{move.visit.pk}:{move.visit.version}:{move.team.pk if move.team else 0}:{move.starts_at}"
        for move in moves
    ]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def visits_of(*, team: Team, first: date, last: date, now: datetime) -> list[Visit]:
    """Return what a team has still before it on these days."""
    midnight = timezone.make_aware(datetime.combine(first, time()))
    until = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    ahead = team.visits.live().filter(starts_at__gte=max(midnight, now), starts_at__lt=until)
    found = ahead.select_related("workplace__centre", "team").prefetch_related("due_items")
    return list(found.order_by("starts_at", "pk"))


class _Board:
    """The weeks as they would be without the team, filled visit by visit."""

    def __init__(
        self, absent: Team, affected: Collection[Visit], first: date, last: date, now: datetime
    ) -> None:
        self._absent, self._first, self._last = absent, first, last
        self._gone = {visit.pk for visit in affected}
        self._today = timezone.localdate(now)
        self._now = now
        centre = absent.centre
        self._teams = list(
            Team.objects.filter(centre=centre).prefetch_related("members").order_by("pk")
        )
        self._weeks: dict[date, tuple[list[Shift], list[BusyTime]]] = {}

    def place(self, visit: Visit) -> Move:
        """Return the best that can be done for one visit, and keep that time for it."""
        day = timezone.localdate(visit.starts_at)
        items = tuple(visit.due_items.all())
        if visit.workplace.latitude is None or not items:
            return Move(visit)
        stop = Stop(Candidate(visit.workplace, items), visit.minutes)
        local = timezone.localtime(visit.starts_at)
        start = local.hour * 60 + local.minute
        same_time = replace(stop, hours=(start, start + visit.minutes))
        for wanted, days in self._tries(stop, same_time, day):
            found = [one for one in self._times(wanted, days) if one.starts_at > self._now]
            if found:
                return self._keep(visit, found[0])
        return Move(visit)

    def _tries(self, stop: Stop, same_time: Stop, day: date) -> Iterator[tuple[Stop, list[date]]]:
        yield same_time, [day]
        yield stop, [day]
        monday = day - timedelta(days=day.weekday())
        for week in range(WEEKS):
            days = [monday + timedelta(weeks=week, days=number) for number in range(DAYS)]
            yield stop, [one for one in days if one > self._today and is_working_day(one)]

    def _times(self, stop: Stop, days: list[date]) -> list[FreeTime]:
        if not days:
            return []
        monday = days[0] - timedelta(days=days[0].weekday())
        shifts, busy = self._week(monday)
        wanted = [shift for shift in shifts if shift.date in days]
        if not wanted:
            return []
        return cheapest_times(
            stop=stop, week_start=monday, days=days, teams=self._teams, shifts=wanted,
            busy=[one for one in busy if one.day in days],
        )  # fmt: skip

    def _week(self, monday: date) -> tuple[list[Shift], list[BusyTime]]:
        if monday not in self._weeks:
            last = monday + timedelta(days=DAYS - 1)
            shifts = Shift.objects.filter(team__in=self._teams, date__range=(monday, last))
            at_home = {"team": self._absent, "date__range": (self._first, self._last)}
            busy = busy_times(
                centre=self._absent.centre, teams=self._teams, first=monday, last=last
            )
            self._weeks[monday] = (
                list(shifts.exclude(**at_home)),
                [one for one in busy if one.visit_id not in self._gone],
            )
        return self._weeks[monday]

    def _keep(self, visit: Visit, found: FreeTime) -> Move:
        place = visit.workplace
        taken = BusyTime(
            team_id=found.team.pk,
            starts_at=found.starts_at,
            ends_at=found.starts_at + timedelta(minutes=visit.minutes),
            latitude=place.latitude or 0.0,
            longitude=place.longitude or 0.0,
        )
        day = timezone.localdate(found.starts_at)
        self._week(day - timedelta(days=day.weekday()))[1].append(taken)
        return Move(visit, found.team, found.starts_at, found.added_minutes)
