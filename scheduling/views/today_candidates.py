"""Of a whole city, the workplaces that may be called today and have waited longest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from outreach.models import CallTurn, ContactAttempt, Staff, Workplace
from outreach.models.workplace import WorkplaceQuerySet
from safety.models import DueItem
from safety.models.due_item import DueItemQuerySet
from scheduling.models import Visit
from scheduling.rules.call_ranking import SEVERITY

Outcome = ContactAttempt.Outcome
AHEAD = timedelta(days=14)  # what falls due so soon is spoken of in the same call
CANDIDATES = 150  # of duties, and as many of offers: the oldest of a whole city
REFUSED_FOR = timedelta(days=90)
DUTIES = tuple(kind for kind, severity in SEVERITY.items() if severity >= 1)
OFFERS = tuple(kind for kind, severity in SEVERITY.items() if severity < 1)


class Call(NamedTuple):
    """The last call to a workplace."""

    outcome: str
    made_at: datetime
    staff_id: int


class Place(NamedTuple):
    """What of a workplace its rank hangs on."""

    district_code: str
    dong: str
    regular_workers: int | None
    phone: str | None
    last_call: Call | None


def candidates(staff: Staff, today: date, now: datetime) -> dict[int, Place]:
    """Return the workplaces that may be called today, the longest overdue of a whole city."""
    due = DueItem.objects.standing(today).ours().due_by(today + AHEAD)
    oldest = _oldest(due, may_be_called(staff, now))
    calls = ContactAttempt.objects.for_staff(staff).filter(workplace__in=oldest).newest_first()
    last: dict[int, Call] = {}
    for key, outcome, made_at, caller in calls.values_list(
        "workplace", "outcome", "made_at", "staff"
    ):
        last.setdefault(key, Call(outcome, made_at, caller))
    places = may_be_called(staff, now).filter(pk__in=oldest)
    rows = places.values_list("pk", "district_code", "dong", "regular_workers", "reach__phone")
    return {
        key: Place(district, dong, workers, phone, last.get(key))
        for key, district, dong, workers, phone in rows
    }


def may_be_called(staff: Staff, now: datetime) -> WorkplaceQuerySet:
    """Leave out who was called today, rests, refused, is just being called or has a visit ahead."""
    local = timezone.localtime(now)
    resting = CallTurn.objects.filter(workplace=OuterRef("pk")).filter(
        Q(rests_until__gt=local.replace(hour=23, minute=59, second=59))
        | Q(refused_at__isnull=False)
        | Q(taken_until__gt=now) & ~Q(taken_by=staff)
    )
    recent = ContactAttempt.objects.filter(workplace=OuterRef("pk")).filter(
        Q(made_at__gte=local.replace(hour=0, minute=0, second=0, microsecond=0))
        | Q(outcome=Outcome.REFUSED, made_at__gte=now - REFUSED_FOR)
    )
    visits = Visit.objects.for_staff(staff).live().filter(workplace=OuterRef("pk"))
    return (
        Workplace.objects.for_staff(staff)
        .filter(~Exists(resting), ~Exists(recent), ~Exists(visits), closed_date=None)
        .order_by()
    )


def _oldest(due: DueItemQuerySet, places: WorkplaceQuerySet) -> list[int]:
    # Asked of each item in the order of their index: joined to the centre's workplaces all that is
    # due in a city would be sorted first.
    items = due.filter(Exists(places.filter(pk=OuterRef("workplace_id")))).order_by(
        "due_date", "pk"
    )
    found: dict[int, None] = {}
    for kinds in (DUTIES, OFFERS):
        oldest = items.filter(kind__in=kinds).values_list("workplace", flat=True)
        found |= dict.fromkeys(oldest[:CANDIDATES])
    return list(found)
