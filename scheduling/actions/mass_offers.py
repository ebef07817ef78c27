"""Asking many owners at once when we may come; each finds reachable times when they look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from outreach.actions.links import open_link
from outreach.models import Centre, Contact, Link, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused, lock_due_items
from scheduling.actions.offers import LINK_LIFE, NobodyToText, text_offer
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.actions.text_previews import refusing
from scheduling.models import Offer

MOST = 200  # at once: the teams could not visit more in the weeks in which the links live
AGAIN_AFTER = timedelta(days=14)


class WhyNot(StrEnum):
    """Why an owner is not asked."""

    NO_NUMBER = "NO_NUMBER"
    REFUSED = "REFUSED"
    ASKED_LATELY = "ASKED_LATELY"
    NO_POINT = "NO_POINT"


@dataclass(frozen=True)
class Asked:
    """A workplace with something overdue, who there would be asked, or why nobody."""

    workplace: Workplace
    since: date
    contacts: tuple[Contact, ...]
    why_not: WhyNot | None


def whom_to_ask(*, centre: Centre, now: datetime) -> list[Asked]:
    """Return the workplaces whose dates have passed and that have no visit, the latest first."""
    today = timezone.localdate(now)
    overdue = plannable(centre=centre).standing(today).overdue(today)
    since = dict(
        overdue.order_by().values_list("workplace").annotate(since=Min("due_date"))
        .order_by("since", "workplace")[:MOST]
    )  # fmt: skip
    places = Workplace.objects.in_bulk(since)
    contacts = Contact.objects.filter(workplace__in=since).textable()
    refused = refusing(list(contacts))
    lately = set(
        Offer.objects.filter(
            workplace__in=since, made_at__gt=now - AGAIN_AFTER, moves=None
        ).values_list("workplace", flat=True)
    )
    by_place: dict[int, list[Contact]] = {}
    for contact in contacts:
        by_place.setdefault(contact.workplace_id, []).append(contact)
    return [
        _asked(places[pk], first, by_place.get(pk, []), refused, pk in lately)
        for pk, first in since.items()
    ]


def ask_many(
    *, workplaces: Sequence[Workplace], staff: Staff, now: datetime
) -> tuple[int, list[Workplace]]:
    """
    Text each owner a link on which a tap finds times; return how many, and who could not be asked.

    Each is a transaction of its own: one who has meanwhile booked holds up nobody.
    """
    left: list[Workplace] = []
    for workplace in workplaces[:MOST]:
        try:
            _ask(workplace, staff, now)
        except VisitRefused:
            left.append(workplace)
    return len(workplaces[:MOST]) - len(left), left


@transaction.atomic
def _ask(workplace: Workplace, staff: Staff, now: datetime) -> None:
    today = timezone.localdate(now)
    Workplace.objects.select_for_update().get(pk=workplace.pk)
    if Offer.objects.filter(
        workplace=workplace, made_at__gt=now - AGAIN_AFTER, moves=None
    ).exists():
        raise NobodyToText
    owed = plannable(centre=workplace.centre).standing(today).overdue(today)
    items: Collection[DueItem] = lock_due_items(
        workplace=workplace, due_items=list(owed.filter(workplace=workplace))
    )
    link = open_link(
        centre=workplace.centre, purpose=Link.Purpose.OFFER, workplace=workplace,
        expires_at=now + LINK_LIFE, now=now,
    )  # fmt: skip
    offer = Offer.objects.create(
        centre=workplace.centre,
        workplace=workplace,
        minutes=stop_minutes(workplace=workplace, due_items=list(items)),
        link=link,
        state=Offer.State.LET_GO,  # nothing is kept before the owner looks
        made_at=now,
        made_by=staff,
        expires_at=link.expires_at,
    )
    offer.due_items.set(items)
    if not text_offer(offer, link, now):
        raise NobodyToText


def _asked(
    place: Workplace, since: date, contacts: list[Contact], refused: set[int], is_lately: bool
) -> Asked:
    open_to = tuple(one for one in contacts if one.pk not in refused)
    why: WhyNot | None = None
    if is_lately:
        why = WhyNot.ASKED_LATELY
    elif place.latitude is None or place.longitude is None:
        why = WhyNot.NO_POINT
    elif not contacts:
        why = WhyNot.NO_NUMBER
    elif not open_to:
        why = WhyNot.REFUSED
    return Asked(place, since, open_to, why)
