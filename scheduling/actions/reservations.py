"""Nobody and nothing is in two places at one time: one table of resources and ten minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from outreach.models import Staff, Workplace
from scheduling.models import OfferSlot, Reservation, Team, TrainingClass, Vehicle, Venue, Visit
from scheduling.models.reservation import TICK_MINUTES

_KINDS: dict[str, type[models.Model]] = {
    "team": Team,
    "staff": Staff,
    "vehicle": Vehicle,
    "venue": Venue,
    "workplace": Workplace,
}


class AlreadyTaken(Exception):
    """A resource has something else at that time; the words name it to the person who asked."""

    def __init__(self, resource: str) -> None:
        super().__init__(resource)
        self.resource = resource

    def __str__(self) -> str:
        kind, _colon, key = self.resource.partition(":")
        if kind == "workplace":
            return _("This workplace already has a visit at this time.")
        row = _KINDS[kind]._base_manager.filter(pk=key).first()
        return _("%(name)s is already booked at this time.") % {"name": row or self.resource}


@transaction.atomic
def reserve(
    *,
    resources: Iterable[str],
    starts_at: datetime,
    ends_at: datetime,
    visit: Visit | None = None,
    training_class: TrainingClass | None = None,
    offer_slot: OfferSlot | None = None,
) -> None:
    """
    Hold the resources for a visit, a class or an offer, from then until then and at no other time.

    1. The new ten-minute steps are taken first, in one order for everybody, so that two bookings
       cannot wait for each other.
    2. What the subject held before and no longer needs is given back.

    :raises AlreadyTaken: somebody else holds one of the steps; nothing has changed then
    """
    wanted = {(name, tick) for name in resources for tick in _ticks(starts_at, ends_at)}
    subject = {"visit": visit, "training_class": training_class, "offer_slot": offer_slot}
    mine = Reservation.objects.filter(**subject)
    held = {(name, tick): pk for pk, name, tick in mine.values_list("pk", "resource", "tick")}
    new = sorted(wanted - held.keys())
    try:
        with transaction.atomic():
            Reservation.objects.bulk_create(
                Reservation(resource=name, tick=tick, **subject) for name, tick in new
            )
    except IntegrityError:
        raise AlreadyTaken(_first_taken(new)) from None
    Reservation.objects.filter(pk__in=[held[step] for step in held.keys() - wanted]).delete()


def check_free(
    *,
    resources: Iterable[str],
    starts_at: datetime,
    ends_at: datetime,
    besides: Visit | None = None,
) -> None:
    """
    Look whether the resources could be held; what one visit holds counts as free.

    :raises AlreadyTaken: somebody else holds one of the steps
    """
    ticks = _ticks(starts_at, ends_at)
    held = Reservation.objects.filter(
        resource__in=set(resources), tick__range=(ticks.start, ticks.stop - 1)
    )
    if besides is not None:
        held = held.exclude(visit=besides)
    taken = held.order_by("resource").values_list("resource", flat=True).first()
    if taken is not None:
        raise AlreadyTaken(taken)


@transaction.atomic
def release(*, visit: Visit | None = None, training_class: TrainingClass | None = None) -> int:
    """Give back everything that a visit or a class holds, and say how many steps that was."""
    gone, _each = Reservation.objects.filter(visit=visit, training_class=training_class).delete()
    return gone


def _ticks(starts_at: datetime, ends_at: datetime) -> range:
    step = TICK_MINUTES * 60
    return range(int(starts_at.timestamp()) // step, -(-int(ends_at.timestamp()) // step))


def _first_taken(steps: list[tuple[str, int]]) -> str:
    """Name the resource that is taken; the first one if the other side has just let go."""
    taken = set(
        Reservation.objects.filter(
            resource__in={name for name, _tick in steps}, tick__in={tick for _name, tick in steps}
        ).values_list("resource", "tick")
    )
    return next((step[0] for step in steps if step in taken), steps[0][0])
