"""Write down what our own visits and classes do not tell: done by the employer, begun, ordered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff, Worker, Workplace
from safety.actions.due_closing import close_as_done, facts_changed
from safety.actions.exposures import UnknownHazard, refuse_if_gone
from safety.models import DueEvent, DueItem
from safety.models.due_event import AGENT_EVENTS, WORKPLACE_KINDS
from safety.rules.hazards import HAZARDS

Kind = DueEvent.Kind
# Held as a whole: the item is met by it, and the next round opens.
WHOLE = frozenset({Kind.GENERAL_EXAM, Kind.RISK_ASSESSMENT, Kind.WORK_ENVIRONMENT})
BY_HOURS = frozenset(
    {
        Kind.REGULAR_TRAINING,
        Kind.ON_HIRE_TRAINING,
        Kind.ON_CHANGE_TRAINING,
        Kind.SPECIAL_TRAINING,
    }
)


class HappensLater(Exception):
    """An event is written down once it has happened."""

    def __init__(self) -> None:
        super().__init__(_("This day lies in the future."))


class NoMinutesGiven(Exception):
    """Training counts by its minutes."""

    def __init__(self) -> None:
        super().__init__(_("Please enter how many minutes were taught."))


@transaction.atomic
def record_event(
    *,
    kind: str,
    workplace: Workplace,
    worker: Worker | None,
    event_date: date,
    staff: Staff,
    today: date,
    now: datetime,
    hazard: str = "",
    detail: str = "",
    until_date: date | None = None,
    minutes: int | None = None,
) -> DueEvent:
    """
    Write down an event and work out the workplace anew in the same transaction.

    What it meets is closed as done; of training only when all its hours are made.

    :raises HappensLater: the day lies in the future
    :raises NotEmployed: the worker had left by that day
    :raises UnknownHazard: the exam's agent is none of 별표 22
    :raises NoMinutesGiven: training without its minutes
    """
    kind = Kind(kind)
    if event_date > today:
        raise HappensLater
    if worker is not None:
        refuse_if_gone(worker, event_date)
    if kind in AGENT_EVENTS and hazard not in HAZARDS:
        raise UnknownHazard
    if kind in BY_HOURS and not minutes:
        raise NoMinutesGiven
    event = DueEvent.objects.create(
        kind=kind,
        workplace=workplace,
        worker=None if kind in WORKPLACE_KINDS else worker,
        hazard=hazard,
        detail=detail,
        event_date=event_date,
        until_date=until_date,
        minutes=minutes,
        recorded_by=staff,
        recorded_at=now,
    )
    met = DueItem.objects.open().filter(workplace=workplace, worker=event.worker, kind=kind)
    if kind in WHOLE:
        close_as_done(met, by=event, held=event_date, now=now)
        facts_changed(workplace, today=today, now=now)
    elif kind in BY_HOURS:
        open_before = list(met.values_list("pk", flat=True))
        facts_changed(workplace, today=today, now=now)
        DueItem.objects.filter(pk__in=open_before, closed_at__isnull=False).update(
            closed_as=DueItem.Closed.DONE
        )
    else:
        facts_changed(workplace, today=today, now=now)
    return event


@transaction.atomic
def remove_event(*, event: DueEvent, today: date, now: datetime) -> None:
    """Take back an event that was written down by mistake; what it met is owed again."""
    workplace = event.workplace
    event.delete()
    facts_changed(workplace, today=today, now=now)
