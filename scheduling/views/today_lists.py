"""What today's page lists: visits, classes, wishes, and whom to call first and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Prefetch, Q
from django.utils import timezone

from outreach.access import Role
from outreach.models import Contact, ContactAttempt, Staff, Workplace
from outreach.models.contact_attempt import ContactAttemptQuerySet
from safety.models import DueItem
from scheduling.models import OwnerAnswer, TrainingClass, Visit
from scheduling.models.visit import VisitQuerySet

CALLS = 10
CLASSES = 5
UNRECORDED = 5


@dataclass(frozen=True)
class VisitDay:
    """The visits of today, or of the next day that has any."""

    date: date
    visits: list[Visit]
    is_today: bool


@dataclass(frozen=True)
class FirstCall:
    """A workplace to call, with what is late there and when it was last called."""

    workplace: Workplace
    late: dict[str, int]  # how many of each kind
    oldest: date

    @property
    def what(self) -> str:
        """What is late, in words: special exams 2, health consultations 1."""
        kinds = [(kind.label, self.late[kind]) for kind in DueItem.Kind if self.late[kind]]
        return ", ".join(f"{label} {count}" for label, count in kinds)

    @property
    def contact(self) -> Contact | None:
        """Whom to call."""
        people: list[Contact] = self.workplace.reachable  # type: ignore[attr-defined]
        return next((one for one in people if one.phone), None)

    @property
    def last_call(self) -> ContactAttempt | None:
        """The last call, if there was one."""
        calls: list[ContactAttempt] = self.workplace.calls  # type: ignore[attr-defined]
        return calls[0] if calls else None


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


def first_calls(staff: Staff, today: date) -> list[FirstCall]:
    """
    Return the workplaces to call first: most exams late, then most consultations, oldest first.

    Whoever has a visit ahead, or was called today, need not be called now.
    """
    late = (
        DueItem.objects.for_staff(staff)
        .open()
        .overdue(today)
        .filter(workplace__closed_date=None)
        .exclude(workplace__in=Visit.objects.for_staff(staff).live().values("workplace"))
        .exclude(workplace__in=_called(staff, today).values("workplace"))
    )
    kinds = DueItem.Kind.values
    rows = list(
        late.order_by()
        .values("workplace")
        .annotate(oldest=Min("due_date"))
        .annotate(**{kind: Count("pk", filter=Q(kind=kind)) for kind in kinds})
        .order_by(*(f"-{kind}" for kind in kinds), "oldest", "workplace")
        .values_list("workplace", "oldest", *kinds)[:CALLS]
    )
    contacts = Contact.objects.for_staff(staff).current().order_by("-is_primary", "pk")
    calls = ContactAttempt.objects.for_staff(staff).select_related("staff").order_by("-made_at")
    workplaces = (
        Workplace.objects.for_staff(staff)
        .prefetch_related(Prefetch("contacts", contacts, to_attr="reachable"))
        .prefetch_related(Prefetch("contact_attempts", calls, to_attr="calls"))
        .in_bulk([pk for pk, *_rest in rows])
    )
    return [
        FirstCall(workplaces[pk], dict(zip(kinds, counts, strict=True)), oldest)
        for pk, oldest, *counts in rows
    ]


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Seoul."""
    return timezone.make_aware(datetime.combine(day, time()))


def _called(staff: Staff, today: date) -> ContactAttemptQuerySet:
    return ContactAttempt.objects.for_staff(staff).filter(made_at__gte=start_of(today))


def _told(visits: VisitQuerySet) -> VisitQuerySet:
    return visits.select_related("workplace", "team").order_by("starts_at", "pk")
