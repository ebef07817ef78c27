"""The workplaces that no text reaches: where in the call list each stands, and who is next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When

from outreach.access import Asker
from outreach.keeping import LARGE, kept
from outreach.models import CallTurn, Contact, Reach, Staff, Workplace
from outreach.models.contact import UNCALLABLE
from outreach.models.workplace import WorkplaceQuerySet
from outreach.rules.call_queue import Place

TAKEN_FOR = timedelta(minutes=10)  # how long a workplace stays with whoever is calling it
CANDIDATES = 20  # others may take some before us
_MOST_WORKERS = (F("regular_workers").desc(nulls_last=True), "pk")
# A time that has come goes before whoever was never called; one call to many workers reaches more.
ORDERS = {
    Place.DUE: (F("call_turn__rests_until").asc(nulls_last=True), *_MOST_WORKERS),
    Place.RESTING: ("call_turn__rests_until", "pk"),
    Place.REFUSED: ("-call_turn__refused_at", "pk"),
    Place.NO_NUMBER: _MOST_WORKERS,
}


def call_list(asker: Asker) -> WorkplaceQuerySet:
    """Return the open workplaces without a textable number."""
    return Workplace.objects.for_staff(asker).open().exclude(reach__phone=Reach.Phone.TEXT)


def counts_of(asker: Asker, *, now: datetime, district: str = "") -> dict[Place, int]:
    """Return how many workplaces stand in each part; together they are all of the list."""
    # As place_of() in the rules goes through them; each part's own condition would ask more often.
    place = Case(
        When(call_turn__refused_at__isnull=False, then=Value(Place.REFUSED.value)),
        When(~_has_number(), then=Value(Place.NO_NUMBER.value)),
        When(call_turn__rests_until__gt=now, then=Value(Place.RESTING.value)),
        default=Value(Place.DUE.value),
        output_field=CharField(),
    )
    rows = call_list(asker)
    counted = rows.order_by().annotate(place=place).values_list("district_code", "place")
    found = kept(
        "whom to call",
        rows,
        lambda: list(counted.annotate(Count("pk"))),
        is_large=lambda counts: sum(count for *_rest, count in counts) >= LARGE,
    )
    return {
        place: sum(
            count for code, name, count in found if name == place.value and district in ("", code)
        )
        for place in Place
    }


def standing_in(rows: WorkplaceQuerySet, place: Place, *, now: datetime) -> WorkplaceQuerySet:
    """Return the workplaces of one part, who comes first first."""
    return rows.filter(_stands_in(place, now)).order_by(*ORDERS[place])


def page_of(
    rows: WorkplaceQuerySet, place: Place, *, now: datetime, first: int, size: int
) -> list[int]:
    """
    Return the keys of one page of a part.

    1. Who asked to be called again by now are few: they are sorted.
    2. Behind them come those with the most workers, whom an index holds in that order.
    3. Only a page that these do not fill is cut out of all of them sorted.
    """
    standing = standing_in(rows, place, now=now)
    if place is Place.DUE:
        again = standing.filter(call_turn__rests_until__isnull=False).values_list("pk", flat=True)
        ahead = list(again[: first + size])
        others = _never_put_off(rows).filter(regular_workers__isnull=False)
        behind = others.order_by("-regular_workers", "pk").values_list("pk", flat=True)
        start = max(first - len(ahead), 0)
        found = [*ahead[first:], *behind[start : start + size - len(ahead[first:])]]
        if len(found) == size:
            return found
    return list(standing.values_list("pk", flat=True)[first : first + size])


@transaction.atomic
def take_next(
    *, rows: WorkplaceQuerySet, staff: Staff, now: datetime, skipped: Collection[int] = ()
) -> Workplace | None:
    """Give somebody the first workplace that is due and that nobody else is calling."""
    due = standing_in(rows, Place.DUE, now=now)
    is_taken = Q(call_turn__taken_until__gt=now) & ~Q(call_turn__taken_by=staff)
    free = rows.exclude(pk__in=skipped).filter(~is_taken | Q(call_turn=None))
    keys = page_of(free, Place.DUE, now=now, first=0, size=CANDIDATES)
    found = Workplace.objects.in_bulk(keys)
    for workplace in (found[key] for key in keys):
        if _take(workplace, staff, now) and due.filter(pk=workplace.pk).exists():
            return workplace
    return None


def _never_put_off(rows: WorkplaceQuerySet) -> WorkplaceQuerySet:
    """Return those due whom nobody called in vain; the few others are left out by name."""
    # Joined to their turns, which nearly none has, PostgreSQL expects one row and sorts all.
    put_off = CallTurn.objects.filter(Q(rests_until__isnull=False) | Q(refused_at__isnull=False))
    return rows.filter(_has_number()).exclude(pk__in=put_off.values("workplace"))


def _stands_in(place: Place, now: datetime) -> Q:
    """Return the condition for a part of the list, as place_of() in the rules has it."""
    if place is Place.REFUSED:
        return Q(call_turn__refused_at__isnull=False)
    asked = Q(call_turn__refused_at__isnull=True)
    if place is Place.NO_NUMBER:
        return asked & ~_has_number()
    if place is Place.RESTING:
        return asked & _has_number() & Q(call_turn__rests_until__gt=now)
    is_over = Q(call_turn__rests_until__isnull=True) | Q(call_turn__rests_until__lte=now)
    return asked & _has_number() & is_over


def _has_number() -> Q:
    """Ask whether a telephone is known that somebody can call."""
    odd = Contact.objects.current().filter(line_kind__in=sorted(UNCALLABLE)).exclude(phone="")
    callable_here = Contact.objects.callable().filter(workplace=OuterRef("pk"))
    is_plain = ~Q(Exists(odd.filter(workplace=OuterRef("pk")))) | Q(Exists(callable_here))
    return Q(reach__phone__isnull=False) & is_plain


def _take(workplace: Workplace, staff: Staff, now: datetime) -> bool:
    CallTurn.objects.get_or_create(workplace=workplace)
    free = Q(taken_until=None) | Q(taken_until__lte=now) | Q(taken_by=staff)
    taken = CallTurn.objects.filter(free, workplace=workplace)
    return taken.update(taken_by=staff, taken_until=now + TAKEN_FOR) == 1
