"""Rooms: added and changed, never smaller than what is promised in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Centre
from scheduling.actions.venues import SeatsPromised, VenueNameTaken, add_venue, change_venue
from scheduling.models import TrainingClass, Venue
from tests import cast
from tests.cast_scheduling import make_class, make_venue

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HALL = {"name": "을지로 교육장", "address": "서울특별시 중구 을지로 100", "capacity": "30"}


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.clock.now", lambda: cast.NOW)


def resize(venue: Venue, capacity: int) -> None:
    change_venue(venue=venue, name=venue.name, address=venue.address, capacity=capacity)


def test_a_room_is_added_and_listed(signed_in: SignIn, centre: Centre) -> None:
    signed_in().post(reverse("venue-new"), HALL)

    venue = Venue.objects.get()
    assert (venue.centre, venue.capacity) == (centre, 30)
    assert "을지로 교육장" in signed_in().get(reverse("venue-list")).text


def test_a_room_is_changed(signed_in: SignIn) -> None:
    venue = make_venue()

    signed_in().post(reverse("venue-edit", args=[venue.pk]), {**HALL, "capacity": "12"})

    venue.refresh_from_db()
    assert (venue.name, venue.capacity) == ("을지로 교육장", 12)


@pytest.mark.parametrize("fault", [{"name": ""}, {"capacity": "0"}, {"capacity": ""}], ids=str)
def test_a_room_with_a_fault_is_not_added(signed_in: SignIn, fault: dict[str, str]) -> None:
    answer = signed_in().post(reverse("venue-new"), {**HALL, **fault})

    assert answer.status_code == 422
    assert not Venue.objects.exists()


def test_two_rooms_of_a_centre_have_different_names(centre: Centre, other_centre: Centre) -> None:
    add_venue(centre=centre, name="강당", address="", capacity=10)
    add_venue(centre=other_centre, name="강당", address="", capacity=10)

    with pytest.raises(VenueNameTaken):
        add_venue(centre=centre, name="강당", address="", capacity=10)


def test_a_room_holds_the_seats_that_an_open_class_offers() -> None:
    training_class = make_class()  # twenty seats

    with pytest.raises(SeatsPromised, match="20"):
        resize(training_class.venue, 19)

    resize(training_class.venue, 20)


def test_a_class_that_was_cancelled_needs_no_seats() -> None:
    """The twin: the same class, and nobody comes any more."""
    training_class = make_class()
    TrainingClass.objects.update(state=TrainingClass.State.CANCELLED)

    resize(training_class.venue, 5)

    assert Venue.objects.get().capacity == 5


def test_the_list_counts_the_classes_to_come(signed_in: SignIn) -> None:
    make_class()

    rows = signed_in().get(reverse("venue-list")).context["venues"]

    assert [venue.ahead for venue in rows] == [1]


def test_the_room_of_another_centre_is_not_there(signed_in: SignIn, other_centre: Centre) -> None:
    theirs = make_venue(other_centre, name="남의 강당")

    answer = signed_in().post(reverse("venue-edit", args=[theirs.pk]), HALL)

    assert answer.status_code == 404
    assert "남의 강당" not in signed_in().get(reverse("venue-list")).text
