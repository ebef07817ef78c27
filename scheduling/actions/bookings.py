"""What a visit may be booked for, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import ClosedDay, Workplace
from safety.models import DueItem
from scheduling.models import Shift, Team, Visit


class VisitRefused(Exception):
    """The visit cannot be so; the words are shown to the person who asked."""

    words: str | Promise = _("This visit cannot be booked.")

    def __str__(self) -> str:
        return str(self.words)


class TeamOfAnotherCentre(VisitRefused):
    words = _("This team belongs to another centre.")


class WorkplaceHasClosed(VisitRefused):
    words = _("This workplace has closed.")


class InThePast(VisitRefused):
    words = _("This time is already over. Please choose a later one.")


class CentreIsClosed(VisitRefused):
    words = _("The centre is closed on that day.")


class EndsBeforeItStarts(VisitRefused):
    words = _("A visit takes at least ten minutes.")


class OutsideTheShift(VisitRefused):
    words = _("The team is not at work then. Please choose a time within its shift.")


class NothingToDo(VisitRefused):
    words = _("Please choose what the visit is for.")


class ItemOfAnotherWorkplace(VisitRefused):
    words = _("One of these items belongs to another workplace.")


class ItemClosed(VisitRefused):
    words = _("One of these items has been done meanwhile. Please look at the list again.")


class ItemAlreadyBooked(VisitRefused):
    words = _("Another visit is already booked for one of these items.")


def check_time(
    *, team: Team, workplace: Workplace, starts_at: datetime, minutes: int, now: datetime
) -> None:
    """
    Refuse a time that has passed, or at which the team or the workplace is not there.

    Weeks after the team's last shift have no roster yet, so their hours are not refused; a week
    without a shift before that is an absence.

    :raises VisitRefused: with the reason
    """
    if minutes < 10:
        raise EndsBeforeItStarts
    if starts_at <= now:
        raise InThePast
    if team.centre_id != workplace.centre_id:
        raise TeamOfAnotherCentre
    local = timezone.localtime(starts_at)
    ends = local + timedelta(minutes=minutes)
    day = local.date()
    if not workplace.is_open_on(day):
        raise WorkplaceHasClosed
    if ClosedDay.objects.kept_by(team.centre_id, first=day, last=day):
        raise CentreIsClosed
    monday = day - timedelta(days=day.weekday())
    if not Shift.objects.filter(team=team, date__gte=monday).exists():
        return
    shift = Shift.objects.filter(team=team, date=day).first()
    if shift is None or ends.date() != day:
        raise OutsideTheShift
    if not (shift.start <= local.time() and ends.time() <= shift.end):
        raise OutsideTheShift


def lock_due_items(*, workplace: Workplace, due_items: Collection[DueItem]) -> list[DueItem]:
    """
    Lock the items so that no other booking takes them, and refuse those it cannot have.

    :raises VisitRefused: with the reason
    """
    items = list(
        DueItem.objects.select_for_update()
        .filter(pk__in=[item.pk for item in due_items])
        .order_by("pk")
    )
    if not items:
        raise NothingToDo
    if any(item.workplace_id != workplace.pk for item in items):
        raise ItemOfAnotherWorkplace
    if len(items) < len({item.pk for item in due_items}) or any(item.closed_at for item in items):
        raise ItemClosed
    if Visit.objects.live().filter(due_items__in=items).exists():
        raise ItemAlreadyBooked
    return items


def resources_of(*, workplace: Workplace, team: Team) -> list[str]:
    """Name everything that a visit keeps busy: the team, its people, its van and the workplace."""
    resources = [f"team:{team.pk}", f"workplace:{workplace.pk}"]
    resources += [f"staff:{key}" for key in team.members.values_list("pk", flat=True)]
    if team.vehicle_id is not None:
        resources.append(f"vehicle:{team.vehicle_id}")
    return resources
