"""Classes, their seats and their waiting lists; each guard is shown to be needed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.access import Role
from outreach.models import Message
from outreach.models.message import WAITING
from scheduling.actions import classes, enrolments
from scheduling.actions.reservations import AlreadyTaken
from scheduling.models import Enrolment, Reservation, TrainingClass
from tests.cast import (
    NOW,
    make_centre,
    make_contact,
    make_staff,
    make_worker,
    make_workplace,
)
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_enrolment,
    make_venue,
)


@pytest.mark.django_db
def test_a_class_holds_its_room_and_its_instructor() -> None:
    training_class = make_class()

    resources = set(training_class.reservations.values_list("resource", flat=True))
    assert resources == {
        f"venue:{training_class.venue_id}",
        f"staff:{training_class.instructor_id}",
    }


@pytest.mark.django_db
def test_a_room_or_an_instructor_is_in_one_class_at_a_time() -> None:
    first = make_class()
    other_room = make_venue(name="옆 강의실")
    other_person = make_staff(Role.COORDINATOR)

    with pytest.raises(AlreadyTaken):
        make_class(venue=other_room)
    with pytest.raises(AlreadyTaken):
        make_class(instructor=other_person)
    make_class(venue=other_room, instructor=other_person)

    assert TrainingClass.objects.count() == 2
    assert first.reservations.count() == 2 * 12


@pytest.mark.django_db
def test_what_no_class_can_be_is_refused_with_its_reason() -> None:
    elsewhere = make_venue(make_centre("seongdong"))
    until = NEXT_MONDAY + timedelta(minutes=110)

    with pytest.raises(classes.OfAnotherCentre):
        make_class(venue=elsewhere)
    with pytest.raises(classes.ClassInThePast):
        make_class(starts_at=NOW)
    with pytest.raises(classes.ClassTooShort):
        make_class(ends_at=until)
    with pytest.raises(classes.TooManySeats):
        make_class(seats=21)
    with pytest.raises(classes.NoSeats):
        make_class(seats=0)
    assert not Reservation.objects.exists()


@pytest.mark.django_db
def test_a_seat_is_counted_and_its_worker_is_told() -> None:
    training_class, worker = make_class(), make_worker()

    enrolment = make_enrolment(training_class, worker)

    training_class.refresh_from_db()
    assert (enrolment.state, training_class.seats_taken) == ("SEATED", 1)
    texts = Message.objects.filter(worker=worker).order_by("due_at")
    assert [text.template for text in texts] == ["class_booked", "class_day_before"]
    assert all(worker.name not in str(text.context) for text in texts)


@pytest.mark.django_db
def test_without_a_mobile_the_workplace_is_told_and_without_both_nobody() -> None:
    contact = make_contact()
    by_owner = make_worker(contact.workplace, phone="")
    by_nobody = make_worker(phone="+8222345678")
    training_class = make_class()

    make_enrolment(training_class, by_owner)
    make_enrolment(training_class, by_nobody)

    assert set(Message.objects.values_list("phone", flat=True)) == {contact.phone}


@pytest.mark.django_db
def test_a_full_class_has_a_waiting_list_whose_first_moves_up() -> None:
    training_class = make_class(seats=1)
    seated = make_enrolment(training_class)
    first = make_enrolment(training_class, now=NOW + timedelta(minutes=1))
    second = make_enrolment(training_class, now=NOW + timedelta(minutes=2))
    assert [first.state, second.state] == ["WAITING", "WAITING"]
    assert not Message.objects.filter(worker=first.worker).exists()

    moved_up = enrolments.leave_class(enrolment=seated, now=NOW)

    assert moved_up == first
    states = dict(training_class.enrolments.values_list("pk", "state"))
    assert states == {seated.pk: "CANCELLED", first.pk: "SEATED", second.pk: "WAITING"}
    training_class.refresh_from_db()
    assert training_class.seats_taken == 1
    assert Message.objects.waiting().filter(worker=first.worker).exists()
    assert not Message.objects.waiting().filter(worker=seated.worker).exists()


@pytest.mark.django_db
def test_a_seat_nobody_waits_for_is_free_again() -> None:
    training_class = make_class(seats=1)
    seated = make_enrolment(training_class)

    assert enrolments.leave_class(enrolment=seated, now=NOW) is None
    with pytest.raises(enrolments.AlreadyLeft):
        enrolments.leave_class(enrolment=seated, now=NOW)
    again = make_enrolment(training_class, seated.worker)

    assert again.state == Enrolment.State.SEATED
    training_class.refresh_from_db()
    assert training_class.seats_taken == 1


@pytest.mark.django_db
def test_who_cannot_be_enrolled_is_refused_with_the_reason() -> None:
    training_class, worker = make_class(), make_worker()
    make_enrolment(training_class, worker)
    overlapping = make_class(
        venue=make_venue(name="옆 강의실"),
        instructor=make_staff(Role.COORDINATOR),
        starts_at=NEXT_MONDAY + timedelta(hours=1),
        ends_at=NEXT_MONDAY + timedelta(hours=3),
    )
    closed = make_workplace(closed_date=date(2026, 11, 1))

    with pytest.raises(enrolments.AlreadyEnrolled):
        make_enrolment(training_class, worker)
    with pytest.raises(enrolments.EnrolledElsewhere):
        make_enrolment(overlapping, worker)
    with pytest.raises(enrolments.WorkerOfAnotherCentre):
        make_enrolment(training_class, make_worker(make_workplace(make_centre("seongdong"))))
    with pytest.raises(enrolments.WorkerHasLeft):
        make_enrolment(training_class, make_worker(left_date=date(2026, 11, 1)))
    with pytest.raises(enrolments.WorkerHasLeft):
        make_enrolment(training_class, make_worker(closed))
    with pytest.raises(enrolments.ClassIsOver):
        make_enrolment(training_class, now=training_class.ends_at)


@pytest.mark.django_db
def test_of_several_people_the_refused_hold_up_nobody() -> None:
    training_class, inside = make_class(seats=2), make_worker()
    make_enrolment(training_class, inside)

    done = enrolments.enrol_all(
        training_class=training_class, workers=[inside, make_worker(), make_worker()], now=NOW
    )

    assert [len(done.seated), len(done.waiting)] == [1, 1]
    assert [worker for worker, _reason in done.refused] == [inside]


@pytest.mark.django_db
def test_a_cancelled_class_frees_everything_and_tells_who_knew() -> None:
    training_class = make_class(seats=1)
    knew, waiting = make_enrolment(training_class), make_enrolment(training_class)
    Message.objects.filter(worker=knew.worker, template="class_booked").update(
        state="ACCEPTED", sid="SM" + "0" * 32
    )

    texts = classes.cancel_class(training_class=training_class, now=NOW)

    assert texts == 1
    waiting_texts = Message.objects.filter(state__in=WAITING)
    assert [(text.worker, text.template) for text in waiting_texts] == [
        (knew.worker, "class_cancelled")
    ]
    assert not training_class.reservations.exists()
    assert not Message.objects.filter(worker=waiting.worker).exists()
    with pytest.raises(classes.ClassCancelled):
        classes.cancel_class(training_class=training_class, now=NOW)
    with pytest.raises(enrolments.ClassNotOpen):
        make_enrolment(TrainingClass.objects.get(pk=training_class.pk))
    with pytest.raises(classes.ClassCancelled):
        make_enrolment(training_class)  # seen before it was cancelled
    with pytest.raises(classes.ClassCancelled):
        enrolments.leave_class(enrolment=knew, now=NOW)
