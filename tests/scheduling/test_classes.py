"""Classes, their seats and their waiting lists; each guard is shown to be needed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from unittest import mock

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import F
from django.test import Client

from outreach import clock
from outreach.access import Role
from outreach.models import Message, Worker
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
    make_due_item,
    make_enrolment,
    make_venue,
)

PARALLEL = 20


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


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Let every deed begin at the same moment, each on its own connection."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        try:
            start.wait()
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def twenty_for_the_last_seat() -> tuple[TrainingClass, list[Worker]]:
    training_class = make_class(seats=1)
    place = make_workplace()
    return training_class, [make_worker(place, name=f"사람 {number}") for number in range(PARALLEL)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("monday_morning")
def test_of_twenty_parallel_requests_one_gets_the_last_seat() -> None:
    training_class, workers = twenty_for_the_last_seat()
    staff = make_staff()

    def request(worker: Worker) -> Callable[[], object]:
        client = Client()
        client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
        address = f"/classes/{training_class.pk}/enrol/"
        return lambda: client.post(address, {"workers": [worker.pk]}).status_code

    answers = at_once([request(worker) for worker in workers])

    assert set(answers) == {302}
    states = list(training_class.enrolments.values_list("state", flat=True))
    assert states.count("SEATED") == 1
    assert states.count("WAITING") == PARALLEL - 1
    training_class.refresh_from_db()
    assert training_class.seats_taken == 1


@pytest.mark.django_db(transaction=True)
def test_counting_first_and_enrolling_then_sells_the_last_seat_twice() -> None:
    """The twin: seats counted in one step and taken in the next."""
    training_class, workers = twenty_for_the_last_seat()
    counted = Barrier(PARALLEL)

    def count_then_insert(worker: Worker) -> Callable[[], object]:
        def deed() -> bool:
            has_room = training_class.enrolments.filter(state="SEATED").count() < 1
            counted.wait()
            state = Enrolment.State.SEATED if has_room else Enrolment.State.WAITING
            Enrolment.objects.create(
                training_class=training_class, worker=worker, state=state, enrolled_at=NOW
            )
            return has_room

        return deed

    at_once([count_then_insert(worker) for worker in workers])

    assert training_class.enrolments.filter(state="SEATED").count() > 1


@pytest.mark.django_db
def test_the_database_refuses_a_seat_too_many() -> None:
    training_class = make_class(seats=1)
    make_enrolment(training_class)

    with pytest.raises(IntegrityError, match="seats_are_never_oversold"), transaction.atomic():
        TrainingClass.objects.filter(pk=training_class.pk).update(seats_taken=F("seats_taken") + 1)


@pytest.mark.django_db
def test_without_its_condition_the_seat_is_refused_only_by_the_database() -> None:
    """The twin of the conditional update: the last guard is the database's own."""
    training_class = make_class(seats=1)
    make_enrolment(training_class)

    def take_without_asking(which: TrainingClass) -> bool:
        rows = TrainingClass.objects.filter(pk=which.pk)
        return bool(rows.update(seats_taken=F("seats_taken") + 1))

    with (
        mock.patch.object(enrolments, "take_seat", take_without_asking),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        make_enrolment(training_class)


@pytest.mark.django_db(transaction=True)
def test_two_bulk_enrolments_of_the_same_people_do_not_wait_for_each_other() -> None:
    training_class, place = make_class(), make_workplace()
    workers = [make_worker(place, name=f"사람 {number}") for number in range(6)]

    def deed(people: list[Worker]) -> Callable[[], object]:
        return lambda: enrolments.enrol_all(training_class=training_class, workers=people, now=NOW)

    at_once([deed(workers), deed(workers[::-1])])

    training_class.refresh_from_db()
    assert training_class.seats_taken == training_class.enrolments.count() == len(workers)


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_enrolled_once_by_parallel_requests() -> None:
    training_class, worker = make_class(), make_worker()

    def deed() -> object:
        try:
            return make_enrolment(training_class, worker)
        except enrolments.AlreadyEnrolled as reason:
            return reason

    results = at_once([deed] * 5)

    assert sum(isinstance(result, Enrolment) for result in results) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_the_pages_lead_from_the_list_to_a_seat(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.INSTRUCTOR)
    room, instructor = make_venue(), make_staff(Role.INSTRUCTOR)
    course = make_class(
        starts_at=NEXT_MONDAY + timedelta(days=1, hours=0),
        ends_at=NEXT_MONDAY + timedelta(days=1, hours=2),
    ).course
    worker = make_worker()
    make_due_item(worker.workplace, kind="TRAINING", worker=worker, due_date=date(2026, 11, 1))

    opened = client.post(
        "/classes/new/",
        {
            "course": course.pk,
            "venue": room.pk,
            "instructor": instructor.pk,
            "date": "2026-11-30",
            "starts": "14:00",
            "ends": "16:00",
            "seats": "10",
        },
    )
    page = client.get(f"{opened['Location']}enrol/")
    assert worker.name in page.content.decode()
    answer = client.post(f"{opened['Location']}enrol/", {"workers": [worker.pk]}, follow=True)

    assert Enrolment.objects.get().worker == worker
    assert "1" in answer.content.decode()
    assert client.get("/classes/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_no_page_of_classes_speaks_of_the_course_of_article_8(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    client = signed_in(Role.COORDINATOR)
    addresses = [
        "/classes/",
        "/classes/new/",
        *(f"/classes/{training_class.pk}/{page}" for page in ("", "enrol/", "roll/", "cancel/")),
        f"/enrolments/{enrolment.pk}/leave/",
    ]

    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "제8조" not in page.content.decode()
        assert "Article 8" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_a_class_that_is_over_takes_no_more_people(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = make_class()
    expected = {
        -1: "신청 받는 중",
        0: "진행 중",
        1: "진행 중",
        2: "출석 기록 대기",
        99: "출석 기록 대기",
    }

    for hours, words in expected.items():
        moment = training_class.starts_at + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for path in ("/classes/", f"/classes/{training_class.pk}/"):
            html = signed_in(Role.INSTRUCTOR).get(path).content.decode()
            assert {word for word in expected.values() if word in html} == {words}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_another_centre_finds_no_class(signed_in: Callable[..., Client]) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    stranger = signed_in(staff=make_staff(Role.ADMINISTRATOR, make_centre("seongdong")))

    for page in ("", "enrol/", "roll/", "cancel/", "finish/"):
        assert stranger.get(f"/classes/{training_class.pk}/{page}").status_code == 404
    assert stranger.post(f"/enrolments/{enrolment.pk}/leave/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_morning")
def test_a_viewer_reads_masked_names_and_changes_nothing(
    signed_in: Callable[..., Client],
) -> None:
    training_class = make_class()
    enrolment = make_enrolment(training_class)
    viewer = signed_in(Role.VIEWER)

    page = viewer.get(f"/classes/{training_class.pk}/").content.decode()

    assert enrolment.worker.name not in page
    assert viewer.get(f"/classes/{training_class.pk}/enrol/").status_code == 403
    assert viewer.post(f"/enrolments/{enrolment.pk}/leave/").status_code == 403
