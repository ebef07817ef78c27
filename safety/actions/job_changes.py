from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from outreach.actions import job_changes
from outreach.models import Worker, Workplace
from safety.actions.due_items import recompute_workplaces
from safety.models import Exposure


@transaction.atomic
def change_job(
    *,
    worker: Worker,
    to: Workplace,
    since: date,
    job: str,
    keeps_work: bool,
    today: date,
    now: datetime,
) -> Worker:
    """
    Let somebody work elsewhere: exam clocks and certificates are the person's.

    The exposures of the old job end. Who keeps doing the same work (a shop that was split) keeps
    its agents and the day of placement; anybody else's new agents are written down anew, and the
    exams of the old job count for them.

    :raises SameJob, OfAnotherCentre, LeftAlready, LeavesLater, LeftBeforeHired, AlreadyClosed,
        AlreadyOnTheList: as outreach's action of the name
    """
    taken_on = job_changes.change_job(worker=worker, to=to, since=since, job=job, now=now)
    current = list(worker.exposures.filter(ended_date=None).order_by("pk"))
    if keeps_work:
        Exposure.objects.bulk_create(
            Exposure(
                worker=taken_on,
                hazard=row.hazard,
                process=row.process,
                placed_date=row.placed_date,
            )
            for row in current
        )
    for row in current:
        row.ended_date = max(since, row.placed_date)
    Exposure.objects.bulk_update(current, ["ended_date"])
    pks = [worker.workplace_id, to.pk]
    recompute_workplaces(workplaces=pks, today=today, now=now)
    return taken_on
