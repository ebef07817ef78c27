"""Asking many owners at once when we may come; each finds reachable times when they look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.actions.links import open_link
from outreach.models import Centre, Contact, Link, Staff, Workplace
from safety.models import DueItem, DueSetting
from scheduling.actions.bookings import VisitRefused, lock_due_items
from scheduling.actions.offers import LINK_LIFE, NobodyToText, text_offer
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.actions.text_previews import refusing
from scheduling.models import Offer
from scheduling.models.offer import OfferQuerySet
from scheduling.rules.call_ranking import is_held_out

MOST = 200  # at once: the teams could not visit more in the weeks in which the links live
AGAIN_AFTER = timedelta(days=14)


class TooManyAsked(Exception):
    """More owners than the teams could visit while the links live."""

    def __init__(self) -> None:
        super().__init__(_("Please ask at most 200 workplaces at once."))


class WhyNot(StrEnum):
    """Why an owner is not asked."""

    NOTHING_TO_BOOK = "NOTHING_TO_BOOK"
    HELD_OUT = "HELD_OUT"
    ASKED_LATELY = "ASKED_LATELY"
    NO_POINT = "NO_POINT"
    NO_NUMBER = "NO_NUMBER"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Asked:
    """A workplace, what a visit would be for, who there would be asked, or why nobody."""

    workplace: Workplace
    items: tuple[DueItem, ...]
    contacts: tuple[Contact, ...]
    why_not: WhyNot | None

    @property
    def since(self) -> date:
        """The first of the due dates."""
        return min(item.due_date for item in self.items)

    @property
    def keys(self) -> str:
        """The items, as a form sends them."""
        return ",".join(str(item.pk) for item in self.items)


def overdue_items(*, centre: Centre, now: datetime) -> list[DueItem]:
    """Return what is overdue and has no visit, of the workplaces that are latest."""
    today = timezone.localdate(now)
    overdue = plannable(centre=centre).standing(today).overdue(today)
    latest = overdue.order_by().values_list("workplace").annotate(since=Min("due_date"))
    places = [pk for pk, _since in latest.order_by("since", "workplace")[:MOST]]
    return list(overdue.filter(workplace__in=places).select_related("workplace__centre"))


def whom_to_ask(*, items: Collection[DueItem], centre: Centre, now: datetime) -> list[Asked]:
    """
    Return who would be asked about these items, and who not and why, the latest first.

    Workplaces of the hold-out share get no text: they are telephoned, so that both ways compare.

    :raises TooManyAsked: they are of more than 200 workplaces
    """
    by_place: dict[int, list[DueItem]] = {}
    for item in sorted(items, key=lambda one: (one.due_date, one.pk)):
        by_place.setdefault(item.workplace_id, []).append(item)
    if len(by_place) > MOST:
        raise TooManyAsked
    able = set(
        plannable(centre=centre)
        .filter(pk__in=[item.pk for item in items])
        .values_list("pk", flat=True)
    )
    contacts = _contacts_of(by_place)
    refused = refusing([one for of_place in contacts.values() for one in of_place])
    lately = set(_asked_lately(list(by_place), now).values_list("workplace", flat=True))
    percent = held_out_percent(centre.pk)
    found = []
    for pk, mine in by_place.items():
        open_to = tuple(one for one in contacts.get(pk, []) if one.pk not in refused)
        bookable = tuple(item for item in mine if item.pk in able)
        place = mine[0].workplace
        why: WhyNot | None = None
        if not bookable:
            why = WhyNot.NOTHING_TO_BOOK
        elif is_held_out(pk, percent=percent):
            why = WhyNot.HELD_OUT
        elif pk in lately:
            why = WhyNot.ASKED_LATELY
        elif place.latitude is None or place.longitude is None:
            why = WhyNot.NO_POINT
        elif not contacts.get(pk):
            why = WhyNot.NO_NUMBER
        elif not open_to:
            why = WhyNot.REFUSED
        found.append(Asked(place, bookable or tuple(mine), open_to, why))
    return found


@dataclass(frozen=True)
class Told:
    """What became of one workplace: asked, or why not."""

    workplace: Workplace
    why_not: WhyNot | None = None
    words: str = ""  # of a refusal that only showed when it was tried

    @property
    def is_done(self) -> bool:
        return self.why_not is None and not self.words


def ask_many(
    *, items: Collection[DueItem], centre: Centre, staff: Staff, now: datetime
) -> list[Told]:
    """
    Text each owner a link on which a tap finds times; return what became of each workplace.

    Each is a transaction of its own: one who has meanwhile booked holds up nobody.

    :raises TooManyAsked: they are of more than 200 workplaces
    """
    told = []
    for one in whom_to_ask(items=items, centre=centre, now=now):
        words = ""
        if one.why_not is None:
            try:
                _ask(one.workplace, one.items, staff, now)
            except VisitRefused as reason:
                words = str(reason)
        told.append(Told(one.workplace, one.why_not, words))
    return told


@transaction.atomic
def _ask(workplace: Workplace, chosen: Sequence[DueItem], staff: Staff, now: datetime) -> None:
    Workplace.objects.select_for_update().get(pk=workplace.pk)
    if _asked_lately([workplace.pk], now).exists():
        raise NobodyToText
    items = list(lock_due_items(workplace=workplace, due_items=list(chosen)))
    link = open_link(
        centre=workplace.centre, purpose=Link.Purpose.OFFER, workplace=workplace,
        expires_at=now + LINK_LIFE, now=now,
    )  # fmt: skip
    offer = Offer.objects.create(
        centre=workplace.centre,
        workplace=workplace,
        minutes=stop_minutes(workplace=workplace, due_items=items),
        link=link,
        state=Offer.State.LET_GO,  # nothing is kept before the owner looks
        made_at=now,
        made_by=staff,
        expires_at=link.expires_at,
    )
    offer.due_items.set(items)
    if not text_offer(offer, link, now):
        raise NobodyToText


def held_out_percent(centre: int | None) -> int:
    """Return the share of a centre's workplaces that are called without a text."""
    setting = DueSetting.objects.filter(centre=centre).first()
    return setting.hold_out_percent if setting else 0


def _contacts_of(places: Collection[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(workplace__in=places).textable():
        found.setdefault(contact.workplace_id, []).append(contact)
    return found


def _asked_lately(places: Collection[int], now: datetime) -> OfferQuerySet:
    return Offer.objects.filter(workplace__in=places, made_at__gt=now - AGAIN_AFTER, moves=None)
