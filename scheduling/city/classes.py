"""Play classes: held with certificates, open with seats, full with a waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from outreach.models import Worker
from safety.actions.certificates import reissue, withdraw
from safety.models import Certificate, Course, DueItem
from scheduling.actions.classes import open_class
from scheduling.actions.enrolments import enrol
from scheduling.actions.rolls import RollLine, finish_class, record_roll
from scheduling.city.base import Base
from scheduling.city.moments import at, working_days_ahead, working_days_back
from scheduling.models import TrainingClass, Venue


def play_classes(base: Base, *, today: date, now: datetime) -> None:
    """Hold two classes, leave one roll to be called, open three."""
    courses = list(Course.objects.order_by("pk"))
    venues = list(Venue.objects.filter(centre=base.centre).order_by("pk"))
    people = _trainees(base, 90)
    back, ahead = working_days_back(today, 9), working_days_ahead(today, 12)
    for day, course, venue, part in (
        (back[7], courses[0], venues[0], people[:14]),
        (back[2], courses[1], venues[1], people[14:24]),
    ):
        taught = _open(base, course, venue, at(day, 19), 20, at(day, 10) - timedelta(days=12))
        _enrol(taught, part, at(day, 11) - timedelta(days=12))
        _hold(base, taught, part, day)
    _spoil_two(base, today, now)
    last = _open(
        base, courses[2], venues[2], at(back[0], 19), 15, at(back[0], 10) - timedelta(days=8)
    )
    _enrol(last, people[24:32], at(back[0], 11) - timedelta(days=8))
    for day, course, venue, seats, part in (
        (ahead[2], courses[0], venues[1], 24, people[32:46]),
        (ahead[5], courses[1], venues[0], 12, people[46:60]),
        (ahead[9], courses[2], venues[3], 20, people[60:66]),
    ):
        coming = _open(base, course, venue, at(day, 19), seats, now)
        _enrol(coming, part, now)


def _trainees(base: Base, count: int) -> Sequence[Worker]:
    """Return those who have waited longest for a class."""
    owed = DueItem.objects.open().filter(
        workplace__centre=base.centre, kind=DueItem.Kind.TRAINING, worker__isnull=False
    )
    ordered = owed.select_related("worker__workplace").order_by("due_date", "pk")
    return [item.worker for item in ordered[:count] if item.worker]


def _open(
    base: Base, course: Course, venue: Venue, starts_at: datetime, seats: int, now: datetime
) -> TrainingClass:
    return open_class(
        centre=base.centre,
        course=course,
        venue=venue,
        instructor=base.instructor,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=course.minutes),
        seats=min(seats, venue.capacity),
        now=now,
    )


def _enrol(training_class: TrainingClass, workers: Sequence[Worker], now: datetime) -> None:
    for worker in workers:
        training_class.refresh_from_db()
        enrol(training_class=training_class, worker=worker, now=now)


def _hold(base: Base, training_class: TrainingClass, workers: Sequence[Worker], day: date) -> None:
    training_class.refresh_from_db()
    start, end = training_class.starts_at, training_class.ends_at
    lines = [
        RollLine(worker=worker, came=index % 9 != 8, arrived_at=start, left_at=end)
        if index % 9 != 8
        else RollLine(worker=worker, came=False)
        for index, worker in enumerate(workers)
    ]
    lines[0] = RollLine(
        worker=workers[0], came=True, arrived_at=start + timedelta(minutes=40), left_at=end
    )
    record_roll(training_class=training_class, lines=lines, staff=base.instructor, now=end)
    finish_class(training_class=training_class, staff=base.instructor, today=day, now=end)


def _spoil_two(base: Base, today: date, now: datetime) -> None:
    """Correct the name on one certificate and withdraw another, so that each state is seen."""
    first, second = Certificate.objects.filter(centre=base.centre).order_by("pk")[:2]
    reissue(
        certificate=first,
        holder_name=f"{first.holder_name}솔",
        staff=base.instructor,
        today=today,
        now=now,
    )
    withdraw(
        certificate=second,
        reason="다른 분의 이름으로 발급되었습니다.",
        staff=base.instructor,
        now=now,
    )
