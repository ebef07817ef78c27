"""Vans of a centre."""

from __future__ import annotations

from collections.abc import Collection

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
def add_vehicle(
    *, centre: Centre, name: str, size: Size = UNMEASURED, equipment: Collection[str] = ()
) -> Vehicle:
    """
    Add a van.

    :raises VehicleNameTaken: the centre has one of this name
    """
    vehicle = Vehicle(centre=centre)
    _write(vehicle, name, size, equipment)
    return vehicle


@transaction.atomic
def change_vehicle(
    *, vehicle: Vehicle, name: str, size: Size = UNMEASURED, equipment: Collection[str] = ()
) -> None:
    """
    Call a van by another name, or write down its size and what it carries.

    :raises VehicleNameTaken: the centre has another one of this name
    """
    _write(vehicle, name, size, equipment)


def _write(vehicle: Vehicle, name: str, size: Size, equipment: Collection[str]) -> None:
    vehicle.name, vehicle.equipment = name, sorted(equipment)
    vehicle.height_cm, vehicle.length_cm = size.height_cm, size.length_cm
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError:
        raise VehicleNameTaken from None
