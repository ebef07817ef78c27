"""Rooms where classes are held."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import Centre
from scheduling.models import Venue


class VenueRefused(Exception):
    """The room cannot be so; the words are shown to the person who asked."""

    words: str | Promise = gettext_lazy("The venue cannot be so.")

    def __str__(self) -> str:
        return str(self.words)


class VenueNameTaken(VenueRefused):
    words = gettext_lazy("Another venue of this centre has this name.")


class SeatsPromised(VenueRefused):
    """An open class offers more seats than the room would have."""

    def __init__(self, seats: int) -> None:
        super().__init__(seats)
        self.seats = seats

    def __str__(self) -> str:
        return _("A class that is open here offers %(seats)s seats.") % {"seats": self.seats}


@transaction.atomic
def add_venue(*, centre: Centre, name: str, address: str, capacity: int) -> Venue:
    """
    Add a room.

    :raises VenueNameTaken: the centre has one of this name
    """
    venue = Venue(centre=centre)
    _write(venue, name, address, capacity)
    return venue


@transaction.atomic
def change_venue(*, venue: Venue, name: str, address: str, capacity: int) -> None:
    """
    Change a room; certificates keep the name it had on the day.

    :raises VenueNameTaken: the centre has another one of this name
    :raises SeatsPromised: an open class offers more seats
    """
    most = max(venue.classes.open().values_list("seats", flat=True), default=0)
    if capacity < most:
        raise SeatsPromised(most)
    _write(venue, name, address, capacity)


def _write(venue: Venue, name: str, address: str, capacity: int) -> None:
    venue.name, venue.address, venue.capacity = name, address, capacity
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError:
        raise VenueNameTaken from None
