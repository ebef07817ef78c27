"""Vans of a centre."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from scheduling.models import Vehicle


class VehicleNameTaken(Exception):
    """Two vans of a centre cannot be told apart; the words are shown to the person who asked."""

    def __init__(self) -> None:
        super().__init__(_("Another vehicle of this centre has this name."))


@transaction.atomic
def add_vehicle(*, centre: Centre, name: str) -> Vehicle:
    """
    Add a van.

    :raises VehicleNameTaken: the centre has one of this name
    """
    vehicle = Vehicle(centre=centre, name=name)
    _save(vehicle)
    return vehicle


@transaction.atomic
def change_vehicle(*, vehicle: Vehicle, name: str) -> None:
    """
    Call a van by another name.

    :raises VehicleNameTaken: the centre has another one of this name
    """
    vehicle.name = name
    _save(vehicle)


def _save(vehicle: Vehicle) -> None:
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError:
        raise VehicleNameTaken from None
