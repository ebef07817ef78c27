"""A visit that cannot wait: into a gap, or where one visit that may move makes room."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.handovers import move_all
from scheduling.actions.joint_moves import handed_over, taken, with_moves
from scheduling.actions.joint_searches import others_on, search
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop
from scheduling.actions.plan_refits import Refit, apply_refits, refits
from scheduling.actions.plans import PlanAlreadyDecided
from scheduling.actions.reminders import who_knows
from scheduling.actions.slots import FreeTime
from scheduling.actions.visits import book_visit
from scheduling.actions.week_boards import Move, WeekBoard
from scheduling.models import Visit

MOST_TRIED = 30  # visits that might make room
# What a change costs, in minutes of driving: an owner who was told is worth an hour of it.
FOR_ANOTHER_TEAM, FOR_ANOTHER_TIME, FOR_A_TOLD_OWNER = 5, 20, 60
Option = tuple[int, FreeTime, tuple[Move, ...]]  # what it costs, when it is, who makes room


class NoRoom(VisitRefused):
    words = _("No team can come by then, not even if one visit makes room.")


class NotOnTheMap(VisitRefused):
    words = _("This workplace is on no map yet; enter its address first.")


class ChangedMeanwhile(VisitRefused):
    words = _("Something was booked or changed meanwhile. Please look at the new proposal.")


@dataclass(frozen=True)
class Urgent:
    """When the visit can be, and the visits that make room for it, if any have to."""

    workplace: Workplace
    due_items: tuple[DueItem, ...]
    minutes: int
    time: FreeTime
    moves: tuple[Move, ...] = ()
    refits: tuple[Refit, ...] = ()

    @property
    def fingerprint(self) -> str:
        """By what the proposal is known again."""
        parts: list[object] = [self.time.team.pk, self.time.starts_at, self.minutes]
        parts += [item.pk for item in self.due_items]
        for move in self.moves:
            parts += [move.visit.pk, move.visit.version, move.starts_at]
            parts += [move.team.pk if move.team else 0]
        parts += [part for refit in self.refits for part in refit.parts]
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def propose(
    *,
    workplace: Workplace,
    due_items: Sequence[DueItem],
    minutes: int,
    until: date,
    now: datetime,
) -> Urgent:
    """
    Find the earliest possible visit by a day; nothing is changed.

    1. A gap, where it adds the least driving.
    2. Else visits that nobody was told of go to other teams at their times, as the planner finds
       it, or one that nobody holds gives its place: last of all one whose owner was told.
    3. Proposed weeks give way to all of this.

    :raises NotOnTheMap: the way there is not known
    :raises NoRoom: neither is there
    """
    if workplace.latitude is None or workplace.longitude is None:
        raise NotOnTheMap
    stop = Stop(Candidate(workplace, tuple(due_items)), minutes)
    board = WeekBoard(centre=workplace.centre, without=(), now=now)
    days = _days(board, until, now)
    found = [one for week in days for one in board.times(stop, week)]
    options: list[Option] = []
    if found:
        best = min(found, key=lambda one: (one.added_minutes, one.starts_at))
        options = [(best.added_minutes, best, ())]
    else:
        options = _handing_over(board, stop, [day for week in days for day in week])
        options += [
            option
            for visit in _that_may_move(workplace.centre, until, now)
            if (option := _instead_of(visit, board, stop)) is not None
        ]
    if not options:
        raise NoRoom
    _cost, time, moves = min(options, key=lambda option: (option[0], option[1].starts_at))
    after = with_moves(board, moves)
    after.keep(stop, time)
    proposed = refits(board=after, booked=[workplace])
    return Urgent(workplace, tuple(due_items), minutes, time, moves, tuple(proposed))


@transaction.atomic
def apply(
    *,
    workplace: Workplace,
    due_items: Sequence[DueItem],
    minutes: int,
    until: date,
    seen: str,
    staff: Staff | None,
    now: datetime,
) -> Visit:
    """
    Book the visit as proposed, after those that make room have moved.

    :raises ChangedMeanwhile: it would come out otherwise now; nothing was done
    :raises VisitRefused: an item was booked or done meanwhile, or there is no room any more
    :raises AlreadyTaken: somebody was faster in this very moment
    """
    Centre.objects.select_for_update().get(pk=workplace.centre_id)  # one planner at a time
    found = propose(workplace=workplace, due_items=due_items, minutes=minutes, until=until, now=now)
    if found.fingerprint != seen:
        raise ChangedMeanwhile
    move_all(moves=found.moves, staff=staff, now=now)
    try:
        apply_refits(found=found.refits)
    except PlanAlreadyDecided as reason:
        raise ChangedMeanwhile from reason
    return book_visit(
        workplace=workplace,
        due_items=due_items,
        team=found.time.team,
        starts_at=found.time.starts_at,
        minutes=minutes,
        staff=staff,
        now=now,
    )


def _days(board: WeekBoard, until: date, now: datetime) -> list[list[date]]:
    today = timezone.localdate(now)
    monday, weeks = today - timedelta(days=today.weekday()), []
    while monday <= until:
        weeks.append([day for day in board.working_days(monday) if day <= until])
        monday += timedelta(weeks=1)
    return weeks


def _that_may_move(centre: Centre, until: date, now: datetime) -> list[Visit]:
    ahead = Visit.objects.live().filter(
        centre=centre, starts_at__gt=now, starts_at__date__lte=until
    )
    found = ahead.select_related("workplace__centre", "team", "lock").prefetch_related("due_items")
    return [visit for visit in found.order_by("starts_at", "pk") if not visit.is_held][:MOST_TRIED]


def _handing_over(board: WeekBoard, stop: Stop, days: Sequence[date]) -> list[Option]:
    """Return a time for each day on which other teams take visits over and no owner notices."""
    options: list[Option] = []
    others = others_on(board=board, days=days)
    for day in days:
        if not others[day]:
            continue  # nobody can make room
        wish = replace(stop, on=day)
        answer = search(board=board, days=[day], stops=[wish], others=others[day])
        if taken(board, [None], [wish], answer, others[day]) is None:
            continue
        moves = tuple(handed_over(others[day], answer))
        cost = sum(move.added_minutes + FOR_ANOTHER_TEAM for move in moves)
        options.append((answer.times[0].added_minutes + cost, answer.times[0], moves))
    return options


def _instead_of(visit: Visit, board: WeekBoard, stop: Stop) -> Option | None:
    """Return what it costs when this visit makes room, the urgent one's time, and its move."""
    other = board.without(visit)
    day = timezone.localdate(visit.starts_at)
    times = other.times(stop, [day], teams=[visit.team])
    if not times:
        return None
    other.keep(stop, times[0])
    move = other.place(visit)
    if move.team is None:
        return None
    cost = times[0].added_minutes + move.added_minutes + FOR_ANOTHER_TEAM
    if not move.keeps_time:
        cost += FOR_A_TOLD_OWNER if who_knows(visit=visit) else FOR_ANOTHER_TIME
    return cost, times[0], (move,)
