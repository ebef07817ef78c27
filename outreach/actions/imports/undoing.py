"""Taking back what a file brought, a chunk at a time, the last row first."""

from __future__ import annotations

from datetime import datetime

from outreach.actions.imports.kinds import kind_of
from outreach.actions.imports.leases import Lease
from outreach.models import Centre, ImportFile

CHUNK = 500
State = ImportFile.State


def undo(import_file: ImportFile, lease: Lease) -> None:
    """
    Take the applied rows back; a cancelled file is discarded by it, any other is undone.

    A row on which something came to hang meanwhile stays applied and is counted as KEPT.
    """
    last: int | None = None
    while True:
        with lease.chunk(State.UNDOING) as locked:
            last = _undo_chunk(locked, last, lease.clock())
        if last is None:
            return


def _undo_chunk(locked: ImportFile, last: int | None, now: datetime) -> int | None:
    applied = locked.rows.filter(applied_at__isnull=False)
    left = applied if last is None else applied.filter(pk__lt=last)
    rows = list(left.order_by("-pk")[:CHUNK])
    if rows:
        Centre.objects.select_for_update(no_key=True).get(pk=locked.centre_id)
        kept = {row.pk for row in kind_of(locked.kind).revert(rows, now)}
        taken = [row.pk for row in rows if row.pk not in kept]
        locked.rows.filter(pk__in=taken).update(applied_at=None, undo={}, subject_id=None)
        locked.rows_done = min(locked.rows_done + len(rows), locked.rows_total)
        return rows[-1].pk
    if left_over := applied.count():
        locked.counts = {**locked.counts, "KEPT": left_over}
    if locked.cancel_asked_at is None:
        locked.state = State.UNDONE
    else:
        locked.state = State.DISCARDED
        locked.rows.filter(applied_at=None).delete()
    locked.rows_done, locked.finished_at = locked.rows_total, now
    return None
