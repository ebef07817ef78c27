"""Vans of a centre."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from scheduling.models import Vehicle
from scheduling.rules.van_room import Size

UNMEASURED = Size()


class VehicleNameTaken(Exception):
    """Two vans of a centre cannot be told apart; the words are shown to the person who asked."""

    def __init__(self) -> None:
        super().__init__(_("Another vehicle of this centre has this name."))


@transaction.atomic
def add_vehicle(*, centre: Centre, name: str, size: Size = UNMEASURED) -> Vehicle:
    """
    Add a van.

    :raises VehicleNameTaken: the centre has one of this name
    """
    vehicle = Vehicle(centre=centre, name=name, height_cm=size.height_cm, length_cm=size.length_cm)
    _save(vehicle)
    return vehicle


@transaction.atomic
def change_vehicle(*, vehicle: Vehicle, name: str, size: Size = UNMEASURED) -> None:
    """
    Call a van by another name, or write down its size.

    :raises VehicleNameTaken: the centre has another one of this name
    """
    vehicle.name = name
    vehicle.height_cm, vehicle.length_cm = size.height_cm, size.length_cm
    _save(vehicle)


def _save(vehicle: Vehicle) -> None:
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError:
        raise VehicleNameTaken from None
