"""Booking, moving and cancelling a visit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from outreach.models import Message, MessageState
from safety.models import DueItem
from scheduling.actions import bookings, visits
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import OwnerAnswer, Visit
from tests.cast import NOW, make_centre, make_contact, make_staff, make_worker, make_workplace
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_due_item,
    make_exam_item,
    make_shift,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db
LATER = NEXT_MONDAY + timedelta(days=2)


def move(visit: Visit, **changes: object) -> Visit:
    facts: dict[str, object] = {"team": visit.team, "starts_at": LATER, "minutes": 60, **changes}
    return visits.move_visit(visit=visit, staff=make_staff(), now=NOW, **facts)  # type: ignore[arg-type]


def test_a_booking_holds_everybody_and_everything_it_needs() -> None:
    visit = make_visit(minutes=60)

    nurse = visit.team.members.get()
    assert set(visit.reservations.values_list("resource", flat=True)) == {
        f"team:{visit.team_id}",
        f"staff:{nurse.pk}",
        f"vehicle:{visit.team.vehicle_id}",
        f"workplace:{visit.workplace_id}",
    }
    assert visit.reservations.count() == 4 * 6
    assert visit.link is not None
    assert visit.link.expires_at == NEXT_MONDAY + timedelta(hours=24)
    assert visit.calendar_event.team == visit.team


def test_a_refused_booking_leaves_nothing_behind() -> None:
    team = make_team()
    make_visit(team=team)
    contact = make_contact()

    with pytest.raises(AlreadyTaken):
        make_visit(contact.workplace, team=team)

    assert not contact.workplace.visits.exists()
    assert not contact.workplace.links.exists()
    assert not Message.objects.filter(contact=contact).exists()


def test_only_open_items_of_the_workplace_are_booked() -> None:
    place, other = make_workplace(), make_workplace(name="옆집")
    closed = make_due_item(place, closed_at=NOW, closed_as=DueItem.Closed.DONE)

    with pytest.raises(bookings.ItemClosed):
        make_visit(place, due_items=[closed])
    with pytest.raises(bookings.ItemOfAnotherWorkplace):
        make_visit(place, due_items=[make_due_item(other)])


def test_an_item_is_in_one_live_visit_until_that_is_cancelled() -> None:
    first = make_visit()
    items = list(first.due_items.all())

    with pytest.raises(bookings.ItemAlreadyBooked):
        make_visit(first.workplace, due_items=items, starts_at=LATER)
    visits.cancel_visit(visit=first, reason="", staff=None, now=NOW)

    assert make_visit(first.workplace, due_items=items, starts_at=LATER).state == "BOOKED"


@pytest.mark.parametrize(
    ("day", "hour", "minutes", "fits"),
    [
        (0, 9, 60, True),  # from the first minute
        (0, 8, 60, False),
        (0, 17, 60, True),  # until the last
        (0, 17, 70, False),
        (1, 10, 60, False),  # a week with a roster, a day without a shift
        (7, 10, 60, True),  # the roster of that week is not made yet
    ],
)
def test_a_visit_lies_within_the_teams_shift(day: int, hour: int, minutes: int, fits: bool) -> None:
    team = make_team()
    make_shift(team, NEXT_MONDAY.date())
    starts = NEXT_MONDAY.replace(hour=hour) + timedelta(days=day)

    try:
        make_visit(team=team, starts_at=starts, minutes=minutes)
        assert fits
    except bookings.OutsideTheShift:
        assert not fits


def test_a_week_of_absence_takes_no_visit() -> None:
    team = make_team()
    make_shift(team, NEXT_MONDAY.date() + timedelta(days=7))

    with pytest.raises(bookings.OutsideTheShift):
        make_visit(team=team, starts_at=NEXT_MONDAY)


def test_what_cannot_be_is_refused_with_its_reason() -> None:
    elsewhere = make_team(make_centre("seongdong"))
    closed = make_workplace(closed_date=date(2026, 11, 25))

    with pytest.raises(bookings.InThePast):
        make_visit(starts_at=NOW - timedelta(minutes=10))
    with pytest.raises(bookings.TeamOfAnotherCentre):
        make_visit(make_workplace(), team=elsewhere)
    with pytest.raises(bookings.WorkplaceHasClosed):
        make_visit(closed)
    with pytest.raises(bookings.EndsBeforeItStarts):
        make_visit(minutes=0)


def test_a_move_takes_the_new_place_and_gives_back_the_old_one() -> None:
    visit = visits.confirm_visit(visit=make_visit(), now=NOW).visit

    moved = move(visit)

    assert (moved.state, moved.version) == ("BOOKED", 2)
    ticks = {timezone.localdate(r.visit.starts_at) for r in moved.reservations.all() if r.visit}
    assert ticks == {LATER.date()}
    assert moved.reservations.count() == 4 * 6
    assert moved.link is not None
    assert moved.link.expires_at == LATER + timedelta(hours=24)
    assert not moved.answers.filter(handled_at=None).exists()


def test_a_move_may_overlap_with_where_the_visit_was() -> None:
    visit = make_visit()

    moved = move(visit, starts_at=NEXT_MONDAY + timedelta(minutes=30))

    assert moved.reservations.count() == 4 * 6


def test_a_refused_move_leaves_the_visit_where_it_was() -> None:
    team = make_team()
    visit, other = make_visit(team=team), make_visit(team=team, starts_at=LATER)
    before = set(visit.reservations.values_list("resource", "tick"))

    with pytest.raises(AlreadyTaken):
        move(visit, starts_at=other.starts_at)

    visit.refresh_from_db()
    assert (visit.starts_at, visit.version) == (NEXT_MONDAY, 1)
    assert set(visit.reservations.values_list("resource", "tick")) == before


def test_of_two_people_who_change_a_visit_the_second_is_told() -> None:
    visit = make_visit()
    seen_by_second = Visit.objects.get(pk=visit.pk)
    move(visit)

    with pytest.raises(visits.ChangedMeanwhile):
        move(seen_by_second, starts_at=LATER + timedelta(days=1))
    with pytest.raises(visits.ChangedMeanwhile):
        visits.cancel_visit(visit=seen_by_second, reason="", staff=None, now=NOW)
    with pytest.raises(visits.ChangedMeanwhile):
        visits.confirm_visit(visit=seen_by_second, now=NOW)


def test_a_cancelled_visit_is_free_and_stays_cancelled() -> None:
    visit = make_visit()

    cancelled = visits.cancel_visit(visit=visit, reason="기계 고장", staff=None, now=NOW)

    assert (cancelled.state, cancelled.cancelled_reason) == ("CANCELLED", "기계 고장")
    assert not cancelled.reservations.exists()
    with pytest.raises(visits.VisitIsOver):
        move(cancelled)
    with pytest.raises(visits.VisitIsOver):
        visits.cancel_visit(visit=cancelled, reason="", staff=None, now=NOW)


def test_an_owner_confirms_once_and_may_change_the_mind() -> None:
    visit = make_visit()

    visits.confirm_visit(visit=visit, now=NOW)
    with pytest.raises(visits.AlreadyConfirmed):
        visits.confirm_visit(visit=visit, now=NOW)
    visits.ask_other_time(visit=visit, wish="금요일", parts=["MORNING"], now=NOW)
    with pytest.raises(visits.AlreadyAsked):
        visits.ask_other_time(visit=visit, wish="금요일", parts=["MORNING"], now=NOW)

    visit.refresh_from_db()
    assert visit.state == Visit.State.BOOKED
    assert [a.wish for a in OwnerAnswer.objects.unhandled()] == ["금요일"]
    visits.ask_other_time(visit=visit, wish="목요일", now=NOW)
    assert [a.wish for a in OwnerAnswer.objects.unhandled()] == ["목요일"]
    visits.confirm_visit(visit=visit, now=NOW)
    assert not OwnerAnswer.objects.unhandled().exists()


def test_nobody_answers_a_visit_that_has_begun() -> None:
    visit = make_visit()

    with pytest.raises(visits.VisitHasBegun):
        visits.confirm_visit(visit=visit, now=visit.starts_at)
    with pytest.raises(visits.VisitHasBegun):
        visits.ask_other_time(visit=visit, wish="", now=visit.starts_at)


def test_texts_go_with_the_visit_or_not_at_all() -> None:
    contact = make_contact()
    visit = make_visit(contact.workplace)
    assert Message.objects.waiting().count() == 2  # at once, and the day before

    visits.cancel_visit(visit=visit, reason="", staff=None, now=NOW)

    assert not Message.objects.waiting().exists()
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.WITHDRAWN}


def test_an_exam_and_a_consultation_are_one_visit() -> None:
    worker = make_worker()
    items = [make_exam_item(worker), make_due_item(worker.workplace)]

    visit = make_visit(worker.workplace, due_items=items)

    assert set(visit.due_items.all()) == set(items)
