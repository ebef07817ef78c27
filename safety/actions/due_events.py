"""Write down what our own visits and classes do not tell: done by the employer, begun, ordered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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


CORRECTED = ("event_date", "until_date", "hazard", "detail", "minutes")


class HappensLater(Exception):
    """An event is written down once it has happened."""

    def __init__(self) -> None:
        super().__init__(_("This day lies in the future."))


class WithdrawnAlready(Exception):
    """An event is taken back once."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has taken this back already."))


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
def withdraw_event(*, event: DueEvent, staff: Staff, today: date, now: datetime) -> DueEvent:
    """
    Take back an event that was written down by mistake; what it met is owed again.

    It stays on record, with who took it back.

    :raises WithdrawnAlready: somebody did
    """
    held = DueEvent.objects.select_for_update().get(pk=event.pk)
    if held.withdrawn_at is not None:
        raise WithdrawnAlready
    held.withdrawn_by, held.withdrawn_at = staff, now
    held.save(update_fields=["withdrawn_by", "withdrawn_at"])
    facts_changed(held.workplace, today=today, now=now)
    return held


@transaction.atomic
def correct_event(
    *, event: DueEvent, staff: Staff, today: date, now: datetime, **right: Any
) -> DueEvent:
    """
    Write an event down as it really was; the one before stays on record, and counts no more.

    :raises WithdrawnAlready: it was taken back meanwhile
    :raises HappensLater, NotEmployed, UnknownHazard, NoMinutesGiven: as `record_event`
    """
    wrong = withdraw_event(event=event, staff=staff, today=today, now=now)
    facts = {name: getattr(wrong, name) for name in CORRECTED} | right
    return record_event(
        kind=wrong.kind,
        workplace=wrong.workplace,
        worker=wrong.worker,
        staff=staff,
        today=today,
        now=now,
        **facts,
    )
