"""Workers on record whom a roster of their workplace does not name: have they left?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from outreach.actions.workers import LeavesLater, LeftAlready, LeftBeforeHired, leave
from outreach.models import ImportFile, Staff, Worker
from safety.actions.due_items import recompute_workplaces
from safety.actions.rosters.facts import WORKPLACE
from safety.models import StillHere


class CannotLeave(Exception):
    """Somebody cannot have left on that day; the words say why, `worker` whom it is about."""

    def __init__(self, worker: int, reason: Exception) -> None:
        self.worker = worker
        super().__init__(str(reason))


def left_behind(import_file: ImportFile) -> QuerySet[Worker]:
    """
    Return the workers at the roster's workplaces whom no row of it names or may mean.

    They may have left; nobody is taken off a list for not being on another one. Those of whom
    somebody said that they are still there are not asked about again.
    """
    rows = import_file.rows.all()
    subjects = rows.exclude(subject_id=None).values_list("subject_id", flat=True)
    named = {pk for pk in subjects if pk is not None}
    for candidates in rows.undecided().values_list("candidates", flat=True):
        named |= {one["subject"] for one in candidates if one.get("subject")}
    workplaces = {
        pk
        for both in rows.values_list("workplace_id", f"canonical__{WORKPLACE}")
        for pk in both
        if pk is not None
    }
    present = Worker.objects.employed().filter(workplace__in=workplaces)
    answered = StillHere.objects.filter(import_file=import_file).values("worker")
    waiting = present.exclude(pk__in=named).exclude(pk__in=answered)
    return waiting.select_related("workplace").order_by("workplace", "name")


@transaction.atomic
def answer(
    *,
    import_file: ImportFile,
    left: Mapping[int, date],
    still_here: Collection[int],
    staff: Staff | None,
    today: date,
    now: datetime,
) -> None:
    """
    Take workers off the list who left, each from a day on, and remember who is still there.

    :raises CannotLeave: the day lies in the future, or before the hiring
    """
    files = ImportFile.objects.defer("content").select_for_update(of=("self",))
    locked = files.get(pk=import_file.pk)
    waiting = {worker.pk: worker for worker in left_behind(locked)}
    gone = [waiting[pk] for pk in sorted(left.keys() & waiting.keys())]
    for worker in gone:
        try:
            leave(worker=worker, left_date=left[worker.pk], now=now)
        except (LeavesLater, LeftAlready, LeftBeforeHired) as reason:
            raise CannotLeave(worker.pk, reason) from reason
    recompute_workplaces(workplaces={worker.workplace_id for worker in gone}, today=today, now=now)
    StillHere.objects.bulk_create(
        StillHere(import_file=locked, worker=waiting[pk], said_by=staff, said_at=now)
        for pk in sorted(waiting.keys() & set(still_here))
    )
