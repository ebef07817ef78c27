"""Seats in a class and places on its waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Worker
from scheduling.actions.classes import ClassRefused, lock_open
from scheduling.actions.reminders import plan_for_enrolment, withdraw_for_enrolment
from scheduling.models import Enrolment, TrainingClass


class ClassNotOpen(ClassRefused):
    words = _("This class is cancelled or finished.")


class ClassIsOver(ClassRefused):
    words = _("This class is already over.")


class WorkerOfAnotherCentre(ClassRefused):
    words = _("This person works for a workplace of another centre.")


class WorkerHasLeft(ClassRefused):
    words = _("This person has left, or the workplace has closed.")


class AlreadyEnrolled(ClassRefused):
    words = _("This person is enrolled in this class already.")


class EnrolledElsewhere(ClassRefused):
    words = _("This person is enrolled in another class at that time.")


class AlreadyLeft(ClassRefused):
    words = _("This enrolment was cancelled before.")


@dataclass(frozen=True)
class Enrolled:
    """What came of enrolling several people."""

    seated: list[Enrolment]
    waiting: list[Enrolment]
    refused: list[tuple[Worker, str]]


@transaction.atomic
def enrol(*, training_class: TrainingClass, worker: Worker, now: datetime) -> Enrolment:
    """
    Give a worker a seat, or a place on the waiting list when there is none left.

    The seat is counted by one conditional update, so of any number who ask for the last one
    exactly one gets it.

    :raises ClassRefused: the class or the worker does not allow it
    """
    # One enrolment of a worker at a time: two overlapping classes cannot both be found free.
    worker = (
        Worker.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workplace")
        .get(pk=worker.pk)
    )
    _check_worker(training_class, worker, now)
    state = Enrolment.State.SEATED
    if not take_seat(training_class):
        # Nobody leaves or enrols while we look again; a seat freed now is not missed.
        training_class = lock_open(training_class)
        if not take_seat(training_class):
            state = Enrolment.State.WAITING
    enrolment = Enrolment.objects.create(
        training_class=training_class, worker=worker, state=state, enrolled_at=now
    )
    if state == Enrolment.State.SEATED:
        plan_for_enrolment(enrolment=enrolment, now=now, event="BOOKED")
    return enrolment


@transaction.atomic
def enrol_all(
    *, training_class: TrainingClass, workers: Sequence[Worker], now: datetime
) -> Enrolled:
    """Enrol several people, each for itself: who cannot be is named and holds up nobody."""
    # All of them before the class, in one order: two bulk enrolments cannot wait for each other.
    keys = [worker.pk for worker in workers]
    list(Worker.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    done = Enrolled([], [], [])
    for worker in workers:
        try:
            enrolment = enrol(training_class=training_class, worker=worker, now=now)
        except ClassRefused as reason:
            done.refused.append((worker, str(reason)))
            continue
        is_seated = enrolment.state == Enrolment.State.SEATED
        (done.seated if is_seated else done.waiting).append(enrolment)
    return done


@transaction.atomic
def leave_class(*, enrolment: Enrolment, now: datetime) -> Enrolment | None:
    """
    Take a worker out of a class; the first of the waiting list gets the seat and a text.

    Returns who moved up, if anybody did.

    :raises ClassRefused: the class is finished or cancelled, or the worker left before
    """
    training_class = lock_open(enrolment.training_class)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.state == Enrolment.State.CANCELLED:
        raise AlreadyLeft
    had_seat = enrolment.state == Enrolment.State.SEATED
    enrolment.state = Enrolment.State.CANCELLED
    enrolment.save(update_fields=["state"])
    withdraw_for_enrolment(enrolment=enrolment, reason="LEFT_CLASS", now=now)
    if not had_seat:
        return None
    waiting = training_class.enrolments.filter(state=Enrolment.State.WAITING)
    following = waiting.order_by("enrolled_at", "pk").first()
    if following is None:
        TrainingClass.objects.filter(pk=training_class.pk).update(seats_taken=F("seats_taken") - 1)
        return None
    following.state = Enrolment.State.SEATED
    following.save(update_fields=["state"])
    plan_for_enrolment(enrolment=following, now=now, event="BOOKED")
    return following


def take_seat(training_class: TrainingClass) -> bool:
    """Count one more seat as taken, if one is left: test and change are one statement."""
    return bool(
        TrainingClass.objects.open()
        .filter(pk=training_class.pk, seats_taken__lt=F("seats"))
        .update(seats_taken=F("seats_taken") + 1)
    )


def _check_worker(training_class: TrainingClass, worker: Worker, now: datetime) -> None:
    if training_class.state != TrainingClass.State.OPEN:
        raise ClassNotOpen
    if training_class.ends_at <= now:
        raise ClassIsOver
    if worker.workplace.centre_id != training_class.centre_id:
        raise WorkerOfAnotherCentre
    day = timezone.localdate(training_class.starts_at)
    if worker.left_date is not None or not worker.workplace.is_open_on(day):
        raise WorkerHasLeft
    live = worker.enrolments.exclude(state=Enrolment.State.CANCELLED)
    if live.filter(training_class=training_class).exists():
        raise AlreadyEnrolled
    if live.filter(
        training_class__state=TrainingClass.State.OPEN,
        training_class__starts_at__lt=training_class.ends_at,
        training_class__ends_at__gt=training_class.starts_at,
    ).exists():
        raise EnrolledElsewhere
