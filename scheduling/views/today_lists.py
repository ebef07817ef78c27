"""What today's page lists: visits, classes and wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from outreach.access import Role
from outreach.models import Staff
from scheduling.models import OwnerAnswer, TrainingClass, Visit
from scheduling.models.visit import VisitQuerySet

CLASSES = 5
UNRECORDED = 5


@dataclass(frozen=True)
class VisitDay:
    """The visits of today, or of the next day that has any."""

    date: date
    visits: list[Visit]
    is_today: bool


def visits_of(staff: Staff, today: date) -> VisitDay:
    """Return today's visits; where there are none, those of the next day that has any."""
    mine = _told(Visit.objects.for_staff(staff))
    found = list(mine.on(today))
    if found:
        return VisitDay(today, found, is_today=True)
    ahead = mine.live().filter(starts_at__gte=start_of(today + timedelta(days=1))).first()
    if ahead is None:
        return VisitDay(today, [], is_today=True)
    day = timezone.localtime(ahead.starts_at).date()
    return VisitDay(day, list(mine.on(day)), is_today=False)


def unrecorded(staff: Staff, today: date) -> list[Visit]:
    """Return visits of earlier days of which nobody has said what came of them."""
    mine = _told(Visit.objects.for_staff(staff).live())
    return list(mine.filter(ends_at__lt=start_of(today))[:UNRECORDED])


def classes_of(staff: Staff) -> list[TrainingClass]:
    """Return the classes that wait for their roll, then those of today and after, oldest first."""
    mine = TrainingClass.objects.for_staff(staff).open()
    if staff.role == Role.INSTRUCTOR:  # who reads only their own
        mine = mine.filter(instructor=staff)
    return list(
        mine.select_related("course", "venue", "instructor").order_by("starts_at")[:CLASSES]
    )


def wishes(staff: Staff) -> list[OwnerAnswer]:
    """Return the owners who wait for another time, the longest waiting first."""
    mine = OwnerAnswer.objects.for_staff(staff).unhandled()
    return list(mine.select_related("visit__workplace", "visit__team").order_by("answered_at"))


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Seoul."""
    return timezone.make_aware(datetime.combine(day, time()))


def _told(visits: VisitQuerySet) -> VisitQuerySet:
    return visits.select_related("workplace", "team").order_by("starts_at", "pk")
