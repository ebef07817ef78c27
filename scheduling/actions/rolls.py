"""Who came to a class and for how long; finishing it hands out the certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Worker
from safety.actions.certificates import issue
from safety.actions.completions import record_completion
from safety.models import Certificate
from safety.rules.training import COMPLETION_PERCENT, completed_minutes, is_completed
from scheduling.actions.classes import ClassRefused, lock_open
from scheduling.models import Attendance, Enrolment, TrainingClass

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class RollLine:
    """One line of the roll."""

    worker: Worker
    came: bool
    arrived_at: datetime | None = None
    left_at: datetime | None = None


class WhyNot(models.TextChoices):
    """Why somebody with a seat did not complete the class."""

    NOT_RECORDED = "NOT_RECORDED", _("not on the roll yet")
    DID_NOT_COME = "DID_NOT_COME", _("was absent")
    TOO_SHORT = "TOO_SHORT", _("was not there long enough")


@dataclass(frozen=True)
class Verdict:
    """What a seat came to: the minutes that count, and why it is no completion if it is none."""

    enrolment: Enrolment
    attendance: Attendance | None
    minutes: int
    needed: int
    why_not: WhyNot | None


@dataclass(frozen=True)
class Finished:
    """What finishing a class brought."""

    certificates: list[Certificate]
    not_completed: list[Verdict]


class TooEarlyForRoll(ClassRefused):
    words = _("The roll is taken on the day of the class or later.")


class NotSeated(ClassRefused):
    words = _("One of these people has no seat in this class.")


class TimesMissing(ClassRefused):
    words = _("Whoever came has a time in and a later time out.")


class ClassNotOverYet(ClassRefused):
    words = _("This class is not over yet.")


class RollIncomplete(ClassRefused):
    words = _("The roll is not complete. Please record everybody who has a seat.")


@transaction.atomic
def record_roll(
    *, training_class: TrainingClass, lines: Sequence[RollLine], staff: Staff, now: datetime
) -> None:
    """
    Write down who came, from when until when; a line written before is written over.

    :raises ClassRefused: it is not the day, the class is closed, or a line cannot be so
    """
    training_class = lock_open(training_class)
    if timezone.localdate(training_class.starts_at) > timezone.localdate(now):
        raise TooEarlyForRoll
    seated = set(training_class.enrolments.seated().values_list("worker", flat=True))
    for line in lines:
        if line.worker.pk not in seated:
            raise NotSeated
        if line.came and not (line.arrived_at and line.left_at and line.arrived_at < line.left_at):
            raise TimesMissing
        Attendance.objects.update_or_create(
            training_class=training_class,
            worker=line.worker,
            defaults={
                "came": line.came,
                "arrived_at": line.arrived_at if line.came else None,
                "left_at": line.left_at if line.came else None,
                "recorded_by": staff,
                "recorded_at": now,
            },
        )


@transaction.atomic
def finish_class(
    *, training_class: TrainingClass, staff: Staff, today: date, now: datetime
) -> Finished:
    """
    Close a class: whoever was there for 90 % of its minutes gets a numbered certificate.

    :raises ClassAlreadyFinished: its certificates are issued
    :raises ClassRefused: it is cancelled, not over, or its roll is not complete
    """
    training_class = lock_open(training_class)
    if now < training_class.ends_at:
        raise ClassNotOverYet
    rows = verdicts(training_class)
    if any(row.why_not == WhyNot.NOT_RECORDED for row in rows):
        raise RollIncomplete
    training_class.state = TrainingClass.State.DONE
    training_class.version += 1
    training_class.save(update_fields=["state", "version"])
    certificates = [
        _certify(training_class, row, staff=staff, today=today, now=now)
        for row in rows
        if row.why_not is None
    ]
    return Finished(certificates, [row for row in rows if row.why_not is not None])


def verdicts(training_class: TrainingClass) -> list[Verdict]:
    """Return what each seat of a class comes to, in the order of enrolment."""
    roll = {row.worker_id: row for row in training_class.attendances.all()}
    seats = Enrolment.objects.seated().filter(training_class=training_class)
    return [
        _verdict(training_class, enrolment, roll.get(enrolment.worker_id))
        for enrolment in seats.select_related("worker__workplace", "completion").order_by(
            "enrolled_at", "pk"
        )
    ]


def counted_minutes(training_class: TrainingClass, attendance: Attendance) -> int:
    """
    Return the course's minutes that somebody attended, net of breaks.

    What was missed counts in full against the course: nobody is credited with a break.
    """
    start, end = training_class.starts_at, training_class.ends_at
    there = completed_minutes(start, end, attendance.arrived_at, attendance.left_at)
    missed = (end - start) // MINUTE - there
    return max(0, training_class.course.minutes - missed)


def _verdict(
    training_class: TrainingClass, enrolment: Enrolment, attendance: Attendance | None
) -> Verdict:
    course_minutes = training_class.course.minutes
    minutes, why_not = 0, None
    if attendance is None:
        why_not = WhyNot.NOT_RECORDED
    elif not attendance.came:
        why_not = WhyNot.DID_NOT_COME
    else:
        minutes = counted_minutes(training_class, attendance)
        if not is_completed(minutes=minutes, class_minutes=course_minutes):
            why_not = WhyNot.TOO_SHORT
    needed = -(-course_minutes * COMPLETION_PERCENT // 100)
    return Verdict(enrolment, attendance, minutes, needed, why_not)


def _certify(
    training_class: TrainingClass, row: Verdict, *, staff: Staff, today: date, now: datetime
) -> Certificate:
    completion = record_completion(
        centre=training_class.centre,
        worker=row.enrolment.worker,
        course=training_class.course,
        started_at=training_class.starts_at,
        ended_at=training_class.ends_at,
        minutes=row.minutes,
        place=training_class.venue.name,
        instructor_name=training_class.instructor.name,
        today=today,
        now=now,
    )
    row.enrolment.completion = completion
    row.enrolment.save(update_fields=["completion"])
    return issue(completion=completion, staff=staff, today=today, now=now)
