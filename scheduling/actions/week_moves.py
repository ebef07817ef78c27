"""Trying and making one change of the week: whether it can be, who is told, how far they drive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Contact, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.abilities import check_able
from scheduling.actions.bookings import (
    NothingToDo,
    VisitRefused,
    check_time,
    lock_due_items,
    resources_of,
)
from scheduling.actions.busy_times import BusyTime, busy_times
from scheduling.actions.handovers import move_or_hand_over
from scheduling.actions.reminders import who_knows
from scheduling.actions.reservations import AlreadyTaken, check_free
from scheduling.actions.team_days import TeamDay
from scheduling.actions.visits import book_visit, lock_live_visit
from scheduling.models import Shift, Team, Visit


class ConfirmedByOwner(VisitRefused):
    words = _("The owner has confirmed this visit. Please unlock it before you move it.")


class LockedByStaff(VisitRefused):
    words = _("This visit is locked. Please unlock it before you move it.")


class AlreadyThere(VisitRefused):
    words = _("The visit is there already.")


class DayDoesNotFit(VisitRefused):
    """The drives of that day, its end or the lunch break speak against it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Wish:
    """A visit at a time with a team: one that is booked already, or a new one."""

    workplace: Workplace
    due_items: tuple[DueItem, ...]
    team: Team
    starts_at: datetime
    minutes: int
    visit: Visit | None = None

    @property
    def day(self) -> date:
        """The day in Seoul."""
        return timezone.localdate(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Trial:
    """What a change would mean; with a refusal, it cannot be."""

    wish: Wish
    refusal: str = ""
    added_minutes: int = 0  # of driving, of all teams together; less than nothing is saved
    told: tuple[Contact, ...] = ()  # who knows of the old time and gets a text
    is_outside_hours: bool = False  # that suit the workplace
    has_roster: bool = True  # without one, only the drives are known

    @property
    def is_possible(self) -> bool:
        """Whether it can be done."""
        return not self.refusal

    @property
    def saved_minutes(self) -> int:
        """Minutes of driving that are saved."""
        return max(0, -self.added_minutes)


def wish_for(visit: Visit, *, team: Team, starts_at: datetime, minutes: int) -> Wish:
    """Return the wish to have a visit at another time or with another team."""
    return Wish(visit.workplace, tuple(visit.due_items.all()), team, starts_at, minutes, visit)


def try_change(*, wish: Wish, now: datetime) -> Trial:
    """Tell what a change would mean; nothing is changed."""
    keeps = wish.visit is not None and wish.visit.starts_at == wish.starts_at
    told = tuple(who_knows(visit=wish.visit)) if wish.visit and not keeps else ()
    place = wish.workplace
    opens, closes = place.preferred_from, place.preferred_to
    starts, ends = timezone.localtime(wish.starts_at), timezone.localtime(wish.ends_at)
    trial = Trial(
        wish,
        told=told,
        is_outside_hours=bool(
            (opens and starts.time() < opens) or (closes and ends.time() > closes)
        ),
    )
    try:
        before, after = _check(wish, now)
    except (VisitRefused, AlreadyTaken) as reason:
        return replace(trial, refusal=str(reason))
    driven = sum(day.drive_minutes for day in after) - sum(day.drive_minutes for day in before)
    has_roster = after[-1].shift is not None
    return replace(trial, added_minutes=driven, has_roster=has_roster)


@transaction.atomic
def make_change(*, wish: Wish, staff: Staff | None, now: datetime) -> Visit:
    """
    Move or book a visit after the same checks, with its texts.

    :raises VisitRefused: it changed meanwhile, is held, or rules or drives speak against it
    :raises AlreadyTaken: somebody or something is busy then
    """
    teams = {wish.team.pk, wish.visit.team_id} if wish.visit else {wish.team.pk}
    # Whoever changes a team's day waits here, so that the drives are still the ones checked.
    list(Team.objects.select_for_update().filter(pk__in=teams).order_by("pk"))
    if wish.visit is None:
        lock_due_items(workplace=wish.workplace, due_items=wish.due_items)
        _check(wish, now)
        return book_visit(
            workplace=wish.workplace, due_items=wish.due_items, team=wish.team,
            starts_at=wish.starts_at, minutes=wish.minutes, staff=staff, now=now,
        )  # fmt: skip
    visit = lock_live_visit(wish.visit)
    _check(wish_for(visit, team=wish.team, starts_at=wish.starts_at, minutes=wish.minutes), now)
    return move_or_hand_over(
        visit=visit, team=wish.team, starts_at=wish.starts_at,
        minutes=wish.minutes, staff=staff, now=now,
    )  # fmt: skip


def _check(wish: Wish, now: datetime) -> tuple[list[TeamDay], list[TeamDay]]:
    """
    Return the days that change, before and after.

    :raises VisitRefused: with the reason
    :raises AlreadyTaken: somebody or something is busy then
    """
    visit, place = wish.visit, wish.workplace
    if visit is not None:
        check_movable(visit)
        if (visit.team_id, visit.starts_at, visit.minutes) == (
            wish.team.pk,
            wish.starts_at,
            wish.minutes,
        ):
            raise AlreadyThere
    check_time(
        team=wish.team, workplace=place, starts_at=wish.starts_at, minutes=wish.minutes, now=now
    )
    if not wish.due_items and visit is None:
        raise NothingToDo
    check_able(team=wish.team, due_items=wish.due_items)
    check_free(
        resources=resources_of(workplace=place, team=wish.team),
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        besides=visit,
    )
    before = _days(wish)
    after = [day.with_times(_times_after(day, wish)) for day in before]
    # A day that contradicts itself already may still lose a visit.
    if words := after[-1].obstacle():
        raise DayDoesNotFit(words)
    return before, after


def check_movable(visit: Visit) -> None:
    """
    Refuse a visit that stays where it is.

    :raises ConfirmedByOwner: nobody has unlocked it since
    :raises LockedByStaff: somebody locked it
    """
    if visit.is_held:
        raise ConfirmedByOwner if visit.state == Visit.State.CONFIRMED else LockedByStaff


def _days(wish: Wish) -> list[TeamDay]:
    """Return the day that a visit leaves and the one it comes to, which is the last."""
    centre = wish.workplace.centre
    keys = [(wish.team, wish.day)]
    if wish.visit is not None:
        left = wish.visit.team, timezone.localdate(wish.visit.starts_at)
        keys = [left, *keys] if left != keys[0] else keys
    teams, days = {team.pk: team for team, _day in keys}, [day for _team, day in keys]
    shifts = {
        (shift.team_id, shift.date): shift
        for shift in Shift.objects.filter(team__in=teams, date__in=days)
    }
    busy = busy_times(centre=centre, teams=list(teams.values()), first=min(days), last=max(days))
    return [
        TeamDay(centre, team, day, shifts.get((team.pk, day)), ()).with_times(
            [one for one in busy if (one.team_id, one.day) == (team.pk, day)]
        )
        for team, day in keys
    ]


def _times_after(day: TeamDay, wish: Wish) -> Sequence[BusyTime]:
    others = [one for one in day.times if wish.visit is None or one.visit_id != wish.visit.pk]
    if (day.team.pk, day.day) != (wish.team.pk, wish.day):
        return others
    centre, place = day.centre, wish.workplace
    here = BusyTime(
        team_id=wish.team.pk,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        latitude=centre.latitude if place.latitude is None else place.latitude,
        longitude=centre.longitude if place.longitude is None else place.longitude,
        visit_id=wish.visit.pk if wish.visit else None,
        name=place.name,
    )
    return [*others, here]
