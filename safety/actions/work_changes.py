"""Somebody does other work at the same workplace: training before it, other agents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from outreach.actions.workers import change_worker
from outreach.models import Staff, Worker
from safety.actions.due_events import record_event
from safety.actions.exposures import end_exposure
from safety.models import DueEvent, Exposure


@transaction.atomic
def change_work(
    *,
    worker: Worker,
    since: date,
    job: str,
    ends: Iterable[Exposure],
    staff: Staff,
    today: date,
    now: datetime,
) -> DueEvent:
    """
    Write down that a worker's job changed, and which agents are handled no longer.

    Training on the change is owed before that day (시행규칙 별표 4); new agents are added apart.

    :raises HappensLater: the day lies in the future
    :raises NotEmployed: the worker had left by that day
    :raises EndedAlready, EndsBeforePlaced: as `end_exposure`
    """
    event = record_event(
        kind=DueEvent.Kind.JOB_CHANGE,
        workplace=worker.workplace,
        worker=worker,
        event_date=since,
        detail=job,
        staff=staff,
        today=today,
        now=now,
    )
    if job:
        change_worker(worker=worker, changes={"job": job}, now=now)
    for exposure in ends:
        end_exposure(exposure=exposure, ended_date=since, today=today, now=now)
    return event
