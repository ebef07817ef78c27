"""Offering an owner a few times, keeping them free for a while, and booking the one they take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions import messages
from outreach.actions.links import open_link, revoke
from outreach.models import Contact, Link, Message, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused, lock_due_items
from scheduling.actions.kept_times import OfferIsOver, give_back, keep_times, let_go
from scheduling.actions.visits import (
    ChangedMeanwhile,
    VisitHasBegun,
    book_visit,
    confirm_visit,
    lock_live_visit,
    move_visit,
)
from scheduling.models import Offer, OfferSlot, Visit

LINK_LIFE = timedelta(days=7)  # the times end sooner; the link then offers others


class OfferAlreadyTaken(VisitRefused):
    words = _("You have already chosen a time.")


class NobodyToText(VisitRefused):
    words = _("There is no number that can receive texts: please telephone.")


@transaction.atomic
def offer_other_times(*, visit: Visit, now: datetime) -> Offer:
    """
    Keep a few other times for the owner of a visit, who wants to move it.

    Asked again while they are kept, it is the same offer: a second tap changes nothing.

    :raises VisitRefused: the visit has changed or begun, nobody is free, or it was asked too often
    """
    _lock_workplace(visit.workplace_id)
    visit = lock_live_visit(visit)
    if visit.starts_at <= now:
        raise VisitHasBegun
    standing = Offer.objects.open(now).filter(moves=visit, moves_version=visit.version).first()
    if standing is not None:
        return standing
    return keep_times(
        workplace=visit.workplace,
        due_items=list(visit.due_items.all()),
        minutes=visit.minutes,
        moves=visit,
        link=visit.link,
        staff=None,
        now=now,
    )


@transaction.atomic
def offer_by_text(
    *,
    workplace: Workplace,
    due_items: Collection[DueItem],
    minutes: int,
    staff: Staff | None,
    now: datetime,
) -> Offer:
    """
    Keep a few times for a visit and text the owner a link on which one tap books one of them.

    :raises VisitRefused: nobody is free, an item cannot be booked, or no text reaches anybody
    """
    _lock_workplace(workplace.pk)
    items = lock_due_items(workplace=workplace, due_items=due_items)
    link = open_link(
        centre=workplace.centre,
        purpose=Link.Purpose.OFFER,
        workplace=workplace,
        expires_at=now + LINK_LIFE,
        now=now,
    )
    offer = keep_times(
        workplace=workplace,
        due_items=items,
        minutes=minutes,
        moves=None,
        link=link,
        staff=staff,
        now=now,
    )
    if not text_offer(offer, link, now):
        raise NobodyToText
    return offer


@transaction.atomic
def offer_again(*, offer: Offer, now: datetime) -> Offer:
    """
    Keep other times for an owner who opens the link of a text after its times were let go.

    :raises VisitRefused: nobody is free, the items are booked or done, or it was asked too often
    """
    _lock_workplace(offer.workplace_id)
    standing = Offer.objects.open(now).filter(link=offer.link).first()
    if standing is not None:
        return standing
    if Offer.objects.filter(link=offer.link, state=Offer.State.TAKEN).exists():
        raise OfferAlreadyTaken
    items = lock_due_items(workplace=offer.workplace, due_items=list(offer.due_items.all()))
    return keep_times(
        workplace=offer.workplace,
        due_items=items,
        minutes=offer.minutes,
        moves=None,
        link=offer.link,
        staff=offer.made_by,
        now=now,
    )


@transaction.atomic
def take_slot(*, slot: OfferSlot, now: datetime) -> Visit:
    """
    Book the time that the owner taps, or move their visit to it; it counts as confirmed.

    The kept times are given back and the visit's own are taken in one transaction, so that
    nobody comes between.

    :raises OfferAlreadyTaken: a time of this offer was taken before
    :raises OfferIsOver: the times were let go meanwhile
    :raises VisitRefused: the visit or its items have changed
    """
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=slot.offer_id)
    if offer.state == Offer.State.TAKEN:
        raise OfferAlreadyTaken
    if offer.state != Offer.State.OPEN or offer.expires_at <= now:
        raise OfferIsOver
    slot = offer.slots.select_related("team").get(pk=slot.pk)
    give_back(offer)
    minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
    if offer.moves is None:
        visit = book_visit(
            workplace=offer.workplace,
            due_items=list(offer.due_items.all()),
            team=slot.team,
            starts_at=slot.starts_at,
            minutes=minutes,
            staff=offer.made_by,
            now=now,
        )
    else:
        if offer.moves.version != offer.moves_version:
            raise ChangedMeanwhile
        visit = move_visit(
            visit=offer.moves,
            team=slot.team,
            starts_at=slot.starts_at,
            minutes=minutes,
            staff=None,
            now=now,
        )
    confirm_visit(visit=visit, now=now)
    offer.state, offer.taken = Offer.State.TAKEN, visit
    offer.save(update_fields=["state", "taken"])
    visit.refresh_from_db()
    return visit


@transaction.atomic
def take_back(*, offer: Offer, now: datetime) -> None:
    """
    Give up an offer of staff: its times are free, its text does not leave, its link ends.

    :raises OfferIsOver: it was taken or let go meanwhile
    """
    let_go(offer=offer)
    if offer.link is not None and offer.moves is None:
        messages.withdraw(messages=Message.objects.filter(link=offer.link), reason="OFFER", now=now)
        revoke(link=offer.link, now=now)


def text_offer(offer: Offer, link: Link, now: datetime) -> int:
    """Text everybody at the workplace the link of an offer; return how many that were."""
    told: set[str] = set()
    for contact in Contact.objects.filter(workplace=offer.workplace).textable():
        if contact.phone in told:
            continue
        try:
            messages.plan(
                centre=offer.centre,
                template="visit_offer",
                context={},
                phone=contact.phone,
                language=contact.language,
                due_at=now,
                send_before=link.expires_at,
                now=now,
                workplace=offer.workplace,
                contact=contact,
                link=link,
            )
        except (messages.OptedOut, messages.NotTextable, messages.TooLate):
            continue
        told.add(contact.phone)
    return len(told)


def _lock_workplace(key: int) -> None:
    """One offer at a time for one owner, however often the button is tapped."""
    Workplace.objects.select_for_update().get(pk=key)
