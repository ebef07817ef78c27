from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Worker
from safety.actions.due_closing import close_as_done, facts_changed
from safety.models import Completion, Course, DueItem


class AlreadyCompleted(Exception):
    """The completion is on record."""

    def __init__(self) -> None:
        super().__init__(_("This completion is on record already."))


class EndsBeforeItStarts(Exception):
    """A class ends after it starts."""

    def __init__(self) -> None:
        super().__init__(_("The end lies before the start."))


class NotOverYet(Exception):
    """A class is completed once it is over."""

    def __init__(self) -> None:
        super().__init__(_("This class is not over yet."))


@transaction.atomic
def record_completion(
    *,
    centre: Centre,
    worker: Worker,
    course: Course,
    started_at: datetime,
    ended_at: datetime,
    minutes: int,
    place: str,
    instructor_name: str,
    today: date,
    now: datetime,
) -> Completion:
    """
    Write down that a worker finished a course; it closes the worker's class that was due.

    A worker who has left since then still gets the completion, and with it the certificate.

    :raises EndsBeforeItStarts: the times are the wrong way round
    :raises NotOverYet: the class still lasts
    :raises AlreadyCompleted: it is on record
    """
    if ended_at <= started_at:
        raise EndsBeforeItStarts
    if timezone.localdate(ended_at) > today:
        raise NotOverYet
    if worker.completions.filter(course=course, started_at=started_at).exists():
        raise AlreadyCompleted
    completion = Completion.objects.create(
        centre=centre,
        worker=worker,
        course=course,
        started_at=started_at,
        ended_at=ended_at,
        minutes=minutes,
        place=place,
        instructor_name=instructor_name,
        workplace_name=worker.workplace.name,
    )
    due = DueItem.objects.open().filter(worker=worker, kind=DueItem.Kind.TRAINING)
    close_as_done(due, by=completion, held=timezone.localdate(ended_at), now=now)
    facts_changed(worker.workplace, today=today, now=now)
    return completion
