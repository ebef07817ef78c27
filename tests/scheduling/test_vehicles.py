"""Vans: added and renamed, each with a name of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Centre
from scheduling.actions.vehicles import VehicleNameTaken, add_vehicle, change_vehicle
from scheduling.models import Vehicle

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_a_van_is_added_and_renamed(signed_in: SignIn, centre: Centre) -> None:
    signed_in().post(reverse("vehicle-new"), {"name": "건강버스 1호"})
    van = Vehicle.objects.get()

    signed_in().post(reverse("vehicle-edit", args=[van.pk]), {"name": "건강버스 9호"})

    van.refresh_from_db()
    assert (van.centre, van.name) == (centre, "건강버스 9호")
    assert "건강버스 9호" in signed_in().get(reverse("team-list")).text


def test_two_vans_of_a_centre_have_different_names(centre: Centre, other_centre: Centre) -> None:
    add_vehicle(centre=centre, name="건강버스 1호")
    add_vehicle(centre=other_centre, name="건강버스 1호")
    second = add_vehicle(centre=centre, name="건강버스 2호")

    with pytest.raises(VehicleNameTaken):
        add_vehicle(centre=centre, name="건강버스 1호")
    with pytest.raises(VehicleNameTaken):
        change_vehicle(vehicle=second, name="건강버스 1호")


def test_a_name_that_is_taken_is_said_on_the_page(signed_in: SignIn, centre: Centre) -> None:
    add_vehicle(centre=centre, name="건강버스 1호")

    answer = signed_in().post(reverse("vehicle-new"), {"name": "건강버스 1호"})

    assert answer.status_code == 422
    assert "같은 이름의 차량이 이미 있습니다." in answer.text


def test_the_van_of_another_centre_is_not_there(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = add_vehicle(centre=other_centre, name="남의 버스")

    answer = signed_in().post(reverse("vehicle-edit", args=[theirs.pk]), {"name": "내 버스"})

    assert answer.status_code == 404
    assert "남의 버스" not in signed_in().get(reverse("team-list")).text
