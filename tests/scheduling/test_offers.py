"""An owner takes one of the times that were kept for them, and nobody else can."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outreach.models import Message
from scheduling.actions import kept_times, offers
from scheduling.actions.busy_times import busy_times
from scheduling.actions.plan_candidates import find_candidates
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import Offer, Reservation, Team, Visit
from tests.cast import NOW, TODAY, make_contact, make_workplace
from tests.cast_scheduling import make_due_item, make_visit
from tests.scheduling.offering import booked, offered, team_at_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def test_three_times_on_different_days_are_kept_for_two_hours() -> None:
    visit = booked()

    offer = offers.offer_other_times(visit=visit, now=NOW)

    slots = list(offer.slots.all())
    assert len({timezone.localdate(slot.starts_at) for slot in slots}) == len(slots) == 3
    assert offer.expires_at == NOW + timedelta(hours=2)
    assert visit.starts_at not in {slot.starts_at for slot in slots}
    held = Reservation.objects.filter(offer_slot__in=slots, resource=f"team:{visit.team_id}")
    assert held.count() == sum(slot.offer.minutes // 10 for slot in slots)


def test_a_second_tap_keeps_nothing_more() -> None:
    visit = booked()

    first = offers.offer_other_times(visit=visit, now=NOW)
    second = offers.offer_other_times(visit=visit, now=NOW + timedelta(minutes=5))

    assert first == second
    assert Offer.objects.count() == 1


def test_a_kept_time_cannot_be_booked_and_the_planner_goes_around_it() -> None:
    offer = offered()
    slot = offer.slots.all()[0]

    with pytest.raises(AlreadyTaken):
        make_visit(make_workplace(name="다른 곳"), team=slot.team, starts_at=slot.starts_at)
    day = timezone.localdate(slot.starts_at)
    (busy,) = busy_times(centre=offer.centre, teams=[slot.team], first=day, last=day)
    assert (busy.starts_at, busy.ends_at) == (slot.starts_at, slot.ends_at)
    chosen = find_candidates(centre=offer.centre, until=TODAY + timedelta(weeks=4)).chosen
    assert offer.workplace not in [one.workplace for one in chosen]


def test_without_the_reservations_it_can_be_booked_twice() -> None:
    offer = offered()
    slot = offer.slots.all()[0]
    kept_times.give_back(offer)

    taken = make_visit(make_workplace(name="다른 곳"), team=slot.team, starts_at=slot.starts_at)

    assert taken.starts_at == slot.starts_at


def test_the_owner_moves_the_visit_and_it_is_confirmed() -> None:
    visit = booked()
    slot = offers.offer_other_times(visit=visit, now=NOW).slots.all()[1]

    moved = offers.take_slot(slot=slot, now=NOW)

    assert moved.pk == visit.pk
    assert (moved.starts_at, moved.team_id) == (slot.starts_at, slot.team_id)
    moved.refresh_from_db()
    assert moved.state == Visit.State.CONFIRMED
    assert not Reservation.objects.exclude(offer_slot=None).exists()
    with pytest.raises(offers.OfferAlreadyTaken):
        offers.take_slot(slot=slot, now=NOW)


def test_a_text_offers_times_and_a_tap_books_one() -> None:
    offer = offered()
    text = Message.objects.get(template="visit_offer")

    visit = offers.take_slot(slot=offer.slots.all()[0], now=NOW)

    assert text.link == offer.link
    assert (visit.state, visit.due_items.count()) == (Visit.State.CONFIRMED, 1)
    offer.refresh_from_db()
    assert (offer.state, offer.taken) == (Offer.State.TAKEN, visit)


def test_after_two_hours_the_times_are_free_and_others_can_be_asked_for() -> None:
    offer = offered()
    slot = offer.slots.all()[0]

    with pytest.raises(kept_times.OfferIsOver):
        offers.take_slot(slot=slot, now=LATER)
    assert kept_times.let_go_of_expired(now=LATER) == 1
    assert kept_times.let_go_of_expired(now=LATER) == 0
    assert not Reservation.objects.exists()
    again = offers.offer_again(offer=offer, now=LATER)

    assert again.pk != offer.pk
    visit = offers.take_slot(slot=again.slots.all()[0], now=LATER)
    assert visit.state == Visit.State.CONFIRMED
    with pytest.raises(offers.OfferAlreadyTaken):
        offers.offer_again(offer=again, now=LATER)


def test_who_cannot_be_reached_or_placed_is_said_and_nothing_is_kept() -> None:
    team_at_work()
    landline = make_workplace(name="전화만")
    item = make_due_item(landline)
    with pytest.raises(offers.NobodyToText):
        offers.offer_by_text(workplace=landline, due_items=[item], minutes=60, staff=None, now=NOW)
    Team.objects.all().delete()
    contact = make_contact()
    with pytest.raises(kept_times.NoTimeFree):
        offers.offer_by_text(
            workplace=contact.workplace,
            due_items=[make_due_item(contact.workplace)],
            minutes=60,
            staff=None,
            now=NOW,
        )
    assert not Offer.objects.exists()
    assert not Reservation.objects.exists()


def test_a_page_that_is_reloaded_all_day_does_not_empty_the_week() -> None:
    visit = booked()
    for number in range(kept_times.MOST_A_DAY):
        offers.offer_other_times(visit=visit, now=NOW + timedelta(hours=2.1 * number))

    with pytest.raises(kept_times.TooManyOffers):
        offers.offer_other_times(visit=visit, now=NOW + timedelta(hours=23.9))


def test_one_workplace_has_one_open_offer() -> None:
    offer = offered()

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(
            centre=offer.centre,
            workplace=offer.workplace,
            minutes=60,
            made_at=NOW,
            expires_at=LATER,
        )
