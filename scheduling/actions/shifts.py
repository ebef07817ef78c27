"""Shifts: on which days a team goes out, and on which it stays at home."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import ClosedDay
from outreach.rules.workdays import is_public_holiday
from scheduling.actions.teams import in_words
from scheduling.models import Shift, Team, Visit

LONGEST = timedelta(days=366)
NAMED = 3  # visits that a refusal names


class ShiftsRefused(Exception):
    """The shifts cannot be so; the words are shown to the person who asked."""

    words: str | Promise = gettext_lazy("The shifts cannot be so.")

    def __str__(self) -> str:
        return str(self.words)


class EndsBeforeItStarts(ShiftsRefused):
    words = gettext_lazy("The end lies before the start.")


class InThePast(ShiftsRefused):
    words = gettext_lazy("Shifts of the past stay as they were. Please begin today or later.")


class TooLong(ShiftsRefused):
    words = gettext_lazy("At most a year at once, please.")


class NoDayLeft(ShiftsRefused):
    words = gettext_lazy("No such weekday lies in this time, or all of them are public holidays.")


class NothingToChange(ShiftsRefused):
    words = gettext_lazy("The team has these shifts already.")


class NoShiftThere(ShiftsRefused):
    words = gettext_lazy("The team has no shift in this time.")


class VisitsInTheWay(ShiftsRefused):
    """Booked visits stand where the team would not be at work any more."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        super().__init__([visit.pk for visit in visits])
        self.visits = visits

    def __str__(self) -> str:
        named = "; ".join(in_words(visit) for visit in self.visits[:NAMED])
        return _("Please move or cancel what is booked first: %(visits)s") % {
            "visits": named + " …" * (len(self.visits) > NAMED)
        }


@dataclass(frozen=True)
class Roster:
    """What became of the days that were asked for."""

    given: int
    changed: int
    holidays: tuple[date, ...]


@transaction.atomic
def give_shifts(
    *,
    team: Team,
    first: date,
    last: date,
    weekdays: Collection[int],
    start: time,
    end: time,
    today: date,
) -> Roster:
    """
    Send a team out on these weekdays (Monday is 0) from one day to another.

    Public holidays and closed days are left out; a day that has a shift gets the new hours.

    :raises ShiftsRefused: no day is left, or a booked visit would lie outside the new hours
    """
    _check_days(first, last, today)
    if start >= end:
        raise EndsBeforeItStarts
    asked = [day for day in _days(first, last) if day.weekday() in weekdays]
    closed = ClosedDay.objects.kept_by(team.centre_id, first=first, last=last)
    holidays = tuple(day for day in asked if day in closed or is_public_holiday(day))
    days = [day for day in asked if day not in holidays]
    if not days:
        raise NoDayLeft
    _refuse_visits(team, days, within=(start, end))
    found = team.shifts.filter(date__in=days)
    changed = found.exclude(start=start, end=end).update(start=start, end=end)
    there = set(found.values_list("date", flat=True))
    new = [Shift(team=team, date=day, start=start, end=end) for day in days if day not in there]
    if not (new or changed):
        raise NothingToChange
    Shift.objects.bulk_create(new)
    return Roster(given=len(new), changed=changed, holidays=holidays)


@transaction.atomic
def remove_shifts(*, team: Team, first: date, last: date, today: date) -> int:
    """
    Keep a team at home for an absence and say how many shifts that takes away.

    :raises ShiftsRefused: there is no shift, or a booked visit stands in one
    """
    _check_days(first, last, today)
    found = team.shifts.filter(date__range=(first, last))
    days = list(found.values_list("date", flat=True))
    if not days:
        raise NoShiftThere
    _refuse_visits(team, days)
    gone, _each = found.delete()
    return gone


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise EndsBeforeItStarts
    if first < today:
        raise InThePast
    if last - first > LONGEST:
        raise TooLong


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _refuse_visits(
    team: Team, days: Collection[date], *, within: tuple[time, time] | None = None
) -> None:
    """Refuse when a visit is booked on one of the days, unless it lies within the hours."""
    midnight = timezone.make_aware(datetime.combine(min(days), time()))
    until = timezone.make_aware(datetime.combine(max(days) + timedelta(days=1), time()))
    booked = team.visits.live().filter(starts_at__gte=midnight, starts_at__lt=until)
    in_the_way = []
    for visit in booked.select_related("workplace").order_by("starts_at", "pk"):
        starts, ends = timezone.localtime(visit.starts_at), timezone.localtime(visit.ends_at)
        fits = within is not None and within[0] <= starts.time() and ends.time() <= within[1]
        if starts.date() in days and not fits:
            in_the_way.append(visit)
    if in_the_way:
        raise VisitsInTheWay(in_the_way)
