"""The last seat and many hands at once; each guard is shown to be needed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest import mock

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import F
from django.test import Client

from outreach.models import Worker
from scheduling.actions import enrolments
from scheduling.models import Enrolment, TrainingClass
from tests.cast import (
    NOW,
    make_staff,
    make_worker,
    make_workplace,
)
from tests.cast_scheduling import (
    make_class,
    make_enrolment,
)

PARALLEL = 20


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
