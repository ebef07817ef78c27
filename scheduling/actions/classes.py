"""Opening a class in a room with an instructor, and cancelling it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Staff
from safety.models import Course
from scheduling.actions.reminders import plan_for_enrolment, withdraw_for_enrolment
from scheduling.actions.reservations import release, reserve
from scheduling.models import Enrolment, TrainingClass, Venue


class ClassRefused(Exception):
    """The class cannot be so; the words are shown to the person who asked."""

    words: str | Promise = _("This class cannot be held.")

    def __str__(self) -> str:
        return str(self.words)


class OfAnotherCentre(ClassRefused):
    words = _("The room or the instructor belongs to another centre.")


class ClassInThePast(ClassRefused):
    words = _("This time is already over. Please choose a later one.")


class ClassTooShort(ClassRefused):
    words = _("The class is shorter than its course. Please choose a later end.")


class TooManySeats(ClassRefused):
    words = _("The room does not have so many seats.")


class NoSeats(ClassRefused):
    words = _("A class has at least one seat.")


class ClassCancelled(ClassRefused):
    words = _("This class was cancelled.")


class ClassAlreadyFinished(ClassRefused):
    words = _("This class is already finished, and its certificates are issued.")


@transaction.atomic
def open_class(
    *,
    centre: Centre,
    course: Course,
    venue: Venue,
    instructor: Staff,
    starts_at: datetime,
    ends_at: datetime,
    seats: int,
    now: datetime,
) -> TrainingClass:
    """
    Open a class; its room and its instructor are taken from then until then.

    :raises ClassRefused: the time, the room or the seats cannot be so
    :raises AlreadyTaken: the room or the instructor has something else
    """
    if venue.centre_id != centre.pk or instructor.centre_id != centre.pk:
        raise OfAnotherCentre
    if starts_at <= now:
        raise ClassInThePast
    if (ends_at - starts_at).total_seconds() < course.minutes * 60:
        raise ClassTooShort
    if seats < 1:
        raise NoSeats
    if seats > venue.capacity:
        raise TooManySeats
    training_class = TrainingClass.objects.create(
        centre=centre,
        course=course,
        venue=venue,
        instructor=instructor,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
    )
    reserve(
        resources=[f"venue:{venue.pk}", f"staff:{instructor.pk}"],
        starts_at=starts_at,
        ends_at=ends_at,
        training_class=training_class,
    )
    return training_class


@transaction.atomic
def cancel_class(*, training_class: TrainingClass, now: datetime) -> int:
    """
    Cancel a class: room and instructor are free, whoever knew of it is told.

    Returns how many texts were planned; the enrolments stay on record.

    :raises ClassRefused: it is finished or cancelled already
    """
    training_class = lock_open(training_class)
    training_class.state = TrainingClass.State.CANCELLED
    training_class.version += 1
    training_class.save(update_fields=["state", "version"])
    release(training_class=training_class)
    texts = 0
    enrolments = Enrolment.objects.filter(training_class=training_class).exclude(
        state=Enrolment.State.CANCELLED
    )
    for enrolment in enrolments.select_related("worker__workplace").order_by("pk"):
        enrolment.training_class = training_class
        withdraw_for_enrolment(enrolment=enrolment, reason="CANCELLED", now=now)
        texts += plan_for_enrolment(enrolment=enrolment, now=now, event="CANCELLED")
    return texts


def lock_open(training_class: TrainingClass) -> TrainingClass:
    """
    Read the class again and keep others from changing it.

    :raises ClassCancelled: it does not take place
    :raises ClassAlreadyFinished: it is over
    """
    locked = (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("centre", "course", "venue", "instructor")
        .get(pk=training_class.pk)
    )
    if locked.state == TrainingClass.State.CANCELLED:
        raise ClassCancelled
    if locked.state == TrainingClass.State.DONE:
        raise ClassAlreadyFinished
    return locked
