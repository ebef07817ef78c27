from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.actions.workplaces import AlreadyClosed, change_workplace
from outreach.models import Relocation, Staff, Workplace
from outreach.rules.workplace_names import tidy


class NoNewAddress(Exception):
    """It is where it was."""

    def __init__(self) -> None:
        super().__init__(_("This is the address on record already."))


class MovesLater(Exception):
    """A workplace is written down where it is, not where it will be."""

    def __init__(self) -> None:
        super().__init__(_("The day of the move lies in the future."))


@transaction.atomic
def relocate(
    *,
    workplace: Workplace,
    road_address: str,
    lot_address: str,
    moved_date: date,
    staff: Staff | None,
    today: date,
    now: datetime,
) -> Relocation:
    """
    Write down that a workplace moved house: it has the new address and point, its past the old.

    :raises AlreadyClosed: it has closed
    :raises NoNewAddress: it is the address on record
    :raises MovesLater: the day lies in the future
    :raises ChangedMeanwhile: somebody else changed it
    """
    if workplace.closed_date is not None:
        raise AlreadyClosed
    if moved_date > today:
        raise MovesLater
    known = (workplace.road_address, workplace.lot_address)
    new = (tidy(road_address), tidy(lot_address))
    if new == known or not any(new):
        raise NoNewAddress
    before = Relocation.objects.create(
        workplace=workplace,
        moved_date=moved_date,
        road_address=workplace.road_address,
        lot_address=workplace.lot_address,
        district_code=workplace.district_code,
        dong=workplace.dong,
        latitude=workplace.latitude,
        longitude=workplace.longitude,
        precision=workplace.precision,
        recorded_by=staff,
        recorded_at=now,
    )
    change_workplace(
        workplace=workplace,
        version=workplace.version,
        changes={"road_address": new[0], "lot_address": new[1]},
        now=now,
    )
    return before
