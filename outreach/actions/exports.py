"""Taking a list of workplaces out: why, what, and who did."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.tasks import async_task

from outreach.actions import access_entries
from outreach.finding.export_rows import Cell, export_rows, headings
from outreach.finding.filters import Filter
from outreach.finding.rows import found, in_order
from outreach.models import AccessEntry, Export, Staff
from outreach.spreadsheet.streaming import StreamedSheet

Clock = Callable[[], datetime]
JOB = "outreach.tasks.write_export"
AT_ONCE = 500
IN_A_SECOND = 2_000  # so many rows are written while the browser waits
LEASE = timedelta(seconds=30)
KEPT = timedelta(days=1)
MOST_TRIES = 3


class NothingToExport(Exception):
    """The filter finds no workplace."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("No workplace fits, so there is nothing to take out."))


class NotReady(Exception):
    """There is no file: it is being written, was stopped, or has been deleted."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This file is not there (any more). Please ask again."))


class NotAtWork(Exception):
    """There is nothing to stop."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("The file has been written or stopped already."))


class _Stopped(Exception):
    """Somebody stopped it, or another process has taken it over."""


@transaction.atomic
def begin(*, staff: Staff, wanted: Filter, reason: str, language: str, now: datetime) -> Export:
    """
    Write down that somebody takes the workplaces of a filter out, and why.

    :raises NothingToExport: the filter finds none
    """
    total = found(asker=staff, wanted=wanted, today=timezone.localdate(now)).count()
    if not total or staff.centre_id is None:
        raise NothingToExport
    return Export.objects.create(
        centre_id=staff.centre_id,
        staff=staff,
        role=staff.role,
        language=language,
        reason=reason,
        query=wanted.as_lists(),
        asked_at=now,
        rows_total=total,
    )


def hand_over(export: Export) -> None:
    """Let a job write it; if the queue loses it, the sweep of each minute finds it."""
    transaction.on_commit(lambda: async_task(JOB, export.pk))


def write(*, export_id: int, clock: Clock) -> str:
    """
    Write the workbook of an export that nobody else writes, and return what became of it.

    The workplaces are those of the moment in which it begins, in the order of the list; their rows
    are read five hundred at a time, and between two parts somebody may stop it.
    """
    holder = uuid.uuid4().hex
    export = _take(export_id, holder, clock())
    if export is None:
        return "not to be written"
    staff, today = export.staff, timezone.localdate(clock())
    wanted = Filter.from_lists(export.query, staff)
    is_same = staff.role == export.role and staff.is_active and wanted.as_lists() == export.query
    if not is_same or export.tries > MOST_TRIES:
        return _finish(export, holder, Export.State.FAILED, clock())
    rows = in_order(
        found(asker=staff, wanted=wanted, today=today), asker=staff, wanted=wanted
    ).values_list("pk", flat=True)
    try:
        with (
            translation.override(export.language),
            tempfile.TemporaryDirectory(prefix="export-") as folder,
        ):
            path = Path(folder) / "list.xlsx"
            done = _fill(path, export, list(rows), holder, clock)
            content = path.read_bytes()
    except _Stopped:
        return "stopped"
    return _finish(export, holder, Export.State.READY, clock(), content=content, rows_done=done)


def _fill(path: Path, export: Export, pks: list[int], holder: str, clock: Clock) -> int:
    title = _("Workplaces, %(day)s") % {"day": timezone.localdate(clock()).isoformat()}
    done = 0
    with StreamedSheet(path, title=title, columns=headings(export.staff)) as sheet:
        for part in _parts(pks):
            cells: list[list[Cell]] = export_rows(part, export.staff)
            for row in cells:
                sheet.write(row)
            done += len(cells)
            held = Export.objects.at_work().filter(pk=export.pk, lease_holder=holder)
            if not held.update(
                rows_done=done, rows_total=len(pks), lease_until=clock() + LEASE, tries=0
            ):
                raise _Stopped
    return done


def _parts(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), AT_ONCE):
        yield pks[start : start + AT_ONCE]


def _take(export_id: int, holder: str, now: datetime) -> Export | None:
    free = Export.objects.abandoned(now).filter(pk=export_id)
    if not free.update(lease_until=now + LEASE, lease_holder=holder, tries=F("tries") + 1):
        return None
    return Export.objects.select_related("staff", "centre").get(pk=export_id)


def _finish(
    export: Export, holder: str, state: Export.State, now: datetime, **facts: object
) -> str:
    held = Export.objects.at_work().filter(pk=export.pk, lease_holder=holder)
    ended = held.update(state=state, finished_at=now, lease_until=None, lease_holder="", **facts)
    return str(state) if ended else "stopped"


@transaction.atomic
def stop(*, export: Export, now: datetime) -> None:
    """
    Stop the writing; nothing of it is kept.

    :raises NotAtWork: it has ended already
    """
    at_work = Export.objects.at_work().filter(pk=export.pk)
    if not at_work.update(
        state=Export.State.STOPPED, finished_at=now, lease_until=None, lease_holder=""
    ):
        raise NotAtWork


@transaction.atomic
def hand_out(*, export: Export, staff: Staff, from_address: str | None, now: datetime) -> bytes:
    """
    Return the workbook, and note who took how many rows out, by which filter and why.

    :raises NotReady: there is none, or what the role may read has changed since
    """
    if export.content is None or export.role != staff.role:
        raise NotReady
    access_entries.note(
        staff=staff,
        deed=AccessEntry.Deed.EXPORTED,
        subject="export",
        subject_id=export.pk,
        from_address=from_address,
        now=now,
        reason=export.reason,
        row_count=export.rows_done,
        query=export.query,
    )
    return bytes(export.content)


def sweep(*, clock: Clock) -> int:
    """Write what was left lying, and delete workbooks a day after they were written."""
    now = clock()
    Export.objects.filter(Q(state=Export.State.READY), finished_at__lt=now - KEPT).update(
        state=Export.State.FORGOTTEN, content=None
    )
    late = Export.objects.abandoned(now).filter(asked_at__lt=now - LEASE)
    pks = list(late.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        write(export_id=pk, clock=clock)
    return len(pks)
