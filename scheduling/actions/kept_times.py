"""Keeping a few times free for one owner, and giving them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Link, Staff, Workplace
from safety.models import DueItem
from scheduling.actions.bookings import VisitRefused, resources_of
from scheduling.actions.reservations import AlreadyTaken, reserve
from scheduling.actions.slots import FreeTime, free_times
from scheduling.models import Offer, OfferSlot, Reservation, Visit
from scheduling.rules.offer_hours import kept_until

TIMES = 3
MOST_A_DAY = 5  # offers to one owner: a page that is reloaded shall not empty the week


class NoTimeFree(VisitRefused):
    words = _("No team is free in the next weeks. Please call us and we will find a time.")


class TooManyOffers(VisitRefused):
    words = _("You have seen many times today. Please call us and we will find one together.")


class OfferIsOver(VisitRefused):
    words = _("These times are no longer kept for you. Please look at the new ones.")


@transaction.atomic
def keep_times(
    *,
    workplace: Workplace,
    due_items: Collection[DueItem],
    minutes: int,
    moves: Visit | None,
    link: Link | None,
    staff: Staff | None,
    now: datetime,
) -> Offer:
    """
    Hold the times that add the least driving for one owner; what they were offered before is free.

    :raises NoTimeFree: nobody can go in the next weeks
    :raises TooManyOffers: the owner has seen enough for one day
    """
    today = timezone.localdate(now)
    mine = Offer.objects.filter(workplace=workplace)
    if mine.filter(made_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyOffers
    for older in mine.filter(state=Offer.State.OPEN):
        let_go(offer=older)
    let_go_of_expired(now=now)
    offer = Offer.objects.create(
        centre=workplace.centre,
        workplace=workplace,
        moves=moves,
        moves_version=moves.version if moves else None,
        minutes=minutes,
        link=link,
        made_at=now,
        made_by=staff,
        expires_at=kept_until(now),
    )
    offer.due_items.set(due_items)
    found = free_times(
        workplace=workplace,
        due_items=list(due_items),
        minutes=minutes,
        today=today,
        most=2 * TIMES,  # somebody may book one of them this very moment
        instead_of=moves,
    )
    if not _keep(offer, found):
        raise NoTimeFree
    return offer


def _keep(offer: Offer, found: list[FreeTime]) -> int:
    """Hold the first few of these times that are still free; return how many."""
    kept = 0
    for time in found:
        if kept == TIMES:
            break
        ends_at = time.starts_at + timedelta(minutes=offer.minutes)
        slot = OfferSlot.objects.create(
            offer=offer,
            team=time.team,
            starts_at=time.starts_at,
            ends_at=ends_at,
            added_minutes=time.added_minutes,
        )
        try:
            reserve(
                resources=resources_of(workplace=offer.workplace, team=time.team),
                starts_at=slot.starts_at,
                ends_at=ends_at,
                offer_slot=slot,
            )
        except AlreadyTaken:
            slot.delete()
        else:
            kept += 1
    return kept


@transaction.atomic
def let_go(*, offer: Offer) -> None:
    """
    Give the times of an offer back.

    :raises OfferIsOver: it is not open any longer
    """
    if not Offer.objects.filter(pk=offer.pk, state=Offer.State.OPEN).update(
        state=Offer.State.LET_GO
    ):
        raise OfferIsOver
    give_back(offer)


@transaction.atomic
def let_go_of_expired(*, now: datetime) -> int:
    """Give the times back that nobody took; return how many offers that were."""
    over = Offer.objects.filter(state=Offer.State.OPEN, expires_at__lte=now)
    keys = list(over.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Reservation.objects.filter(offer_slot__offer__in=keys).delete()
    return Offer.objects.filter(pk__in=keys, state=Offer.State.OPEN).update(
        state=Offer.State.LET_GO
    )


@transaction.atomic
def let_go_of_visit(*, visit: Visit) -> None:
    """Give the times back that were kept for moving a visit which staff moved or cancelled."""
    for offer in Offer.objects.filter(moves=visit, state=Offer.State.OPEN):
        let_go(offer=offer)


@transaction.atomic
def let_go_of_workplaces(*, workplaces: Collection[int]) -> None:
    """Give the times back that are kept for owners of these workplaces."""
    for offer in Offer.objects.filter(workplace__in=workplaces, state=Offer.State.OPEN):
        let_go(offer=offer)


def give_back(offer: Offer) -> None:
    """Free the times of an offer, and nothing else."""
    Reservation.objects.filter(offer_slot__offer=offer).delete()
