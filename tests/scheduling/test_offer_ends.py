"""How an offer ends: taken back, overtaken, run out, at night, with its workplace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.models import Message, MessageState
from outreach.rules.quiet_hours import is_quiet
from scheduling.actions import kept_times, offers
from scheduling.actions.bookings import ItemAlreadyBooked
from scheduling.actions.closings import close_site
from scheduling.actions.merges import merge
from scheduling.actions.visits import ChangedMeanwhile, cancel_visit, move_visit
from scheduling.models import Reservation, Visit
from scheduling.rules.offer_hours import KEPT, kept_until
from tests.cast import NOW, SEOUL, TODAY, make_workplace
from tests.cast_scheduling import make_team, make_visit
from tests.scheduling.offering import booked, offered

pytestmark = pytest.mark.django_db


def test_times_taken_back_are_free_and_the_text_stays_here() -> None:
    offer = offered()

    offers.take_back(offer=offer, now=NOW)

    assert Message.objects.get(template="visit_offer").state == MessageState.WITHDRAWN
    assert not Reservation.objects.exists()
    assert offer.link is not None
    offer.link.refresh_from_db()
    assert not offer.link.is_live(NOW)
    with pytest.raises(kept_times.OfferIsOver):
        offers.take_back(offer=offer, now=NOW)


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_what_staff_do_with_the_visit_ends_the_offer(what: str) -> None:
    visit = booked()
    slot = offers.offer_other_times(visit=visit, now=NOW).slots.all()[0]
    if what == "moved":
        move_visit(
            visit=visit,
            team=visit.team,
            starts_at=visit.starts_at + timedelta(hours=1),
            minutes=60,
            staff=None,
            now=NOW,
        )
    else:
        cancel_visit(visit=visit, reason="폐업", staff=None, now=NOW)

    with pytest.raises(kept_times.OfferIsOver):
        offers.take_slot(slot=slot, now=NOW)
    assert not Reservation.objects.exclude(offer_slot=None).exists()


def test_a_visit_changed_behind_the_offer_is_not_moved() -> None:
    visit = booked()
    slot = offers.offer_other_times(visit=visit, now=NOW).slots.all()[0]
    Visit.objects.filter(pk=visit.pk).update(version=7)

    with pytest.raises(ChangedMeanwhile):
        offers.take_slot(slot=slot, now=NOW)

    assert Reservation.objects.filter(offer_slot=slot).exists()


def test_an_item_booked_meanwhile_is_not_booked_again() -> None:
    offer = offered()
    (item,) = offer.due_items.all()
    make_visit(
        item.workplace, due_items=[item], team=make_team(), starts_at=NOW + timedelta(days=9)
    )

    with pytest.raises(ItemAlreadyBooked):
        offers.take_slot(slot=offer.slots.all()[0], now=NOW)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (at(23, 10), at(23, 12)),
        (at(23, 18), at(23, 20)),
        (at(23, 19, 30), at(24, 10, 30)),
        (at(23, 22), at(24, 11)),
        (at(24, 3), at(24, 11)),
    ],
)
def test_the_clock_stands_still_at_night(made: datetime, until: datetime) -> None:
    assert kept_until(made) == until


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_an_owner_always_has_two_waking_hours(made: datetime) -> None:
    made = made.replace(tzinfo=SEOUL)
    until = kept_until(made)
    step = timedelta(minutes=1)
    awake: Callable[[datetime], bool] = lambda moment: not is_quiet(moment)  # noqa: E731

    minutes = sum(awake(made + number * step) for number in range(int((until - made) / step)))

    assert abs(minutes - KEPT / step) <= 1


@pytest.mark.parametrize("what", ["closed", "merged"])
def test_a_workplace_that_ends_keeps_no_times(what: str) -> None:
    offer = offered()
    if what == "closed":
        close_site(
            workplace=offer.workplace,
            closed_date=TODAY,
            reason="OUT_OF_BUSINESS",
            staff=None,
            today=TODAY,
            now=NOW,
        )
    else:
        merge(
            kept=make_workplace(name="남는 곳"),
            gone=offer.workplace,
            chosen={},
            same_people=[],
            staff=None,
            today=TODAY,
            now=NOW,
        )

    with pytest.raises(kept_times.OfferIsOver):
        offers.take_slot(slot=offer.slots.all()[0], now=NOW)
    assert not Reservation.objects.exclude(offer_slot=None).exists()
