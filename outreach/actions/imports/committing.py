"""Doing what a preview showed, a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from outreach.actions.imports.ahead import FEWEST_ROWS
from outreach.actions.imports.beside import helped
from outreach.actions.imports.collecting import no_collecting
from outreach.actions.imports.held_rows import HELD_FIELDS, hold_again
from outreach.actions.imports.kinds import RowComparer, decode, kind_of
from outreach.actions.imports.leases import Lease
from outreach.actions.imports.reading import count_outcomes
from outreach.actions.imports.reasons import Deciding
from outreach.models import Centre, ImportFile, ImportRow, bulk

CHUNK = 2_000  # at most; a kind may ask for fewer
MARKS = ("workplace_id", "subject_id", "applied_at")
# Not what only people read: reasons and warnings are asked for where a row is held again.
READ = (
    "id", "file_id", "sheet", "row", "outcome", "workplace_id", "subject_id", "digest",
    "decision", "decided_by_id", "decided_at",
)  # fmt: skip
TEXTS = ("canonical", "changes", "candidates")  # JSON: of nearly all rows two say nothing
TRIES = 3
State = ImportFile.State
Outcome = ImportRow.Outcome


def commit(import_file: ImportFile, lease: Lease) -> None:
    """
    Register the new and change the changed, a short transaction for each chunk of rows.

    Each row is compared again inside the transaction that applies it. One that would do anything
    else than the preview showed is held for somebody to decide (CHANGED_SINCE_PREVIEW), and the
    others go on: a list of a whole city takes long enough that somebody always changes one
    workplace of it, and refusing 72,882 rows for that one would never let the list in. One that
    has nothing left to do, because another list brought the same, is the same.
    """
    is_large = import_file.rows_total >= FEWEST_ROWS
    with (
        helped(is_large=is_large),
        no_collecting(is_large=is_large),
        bulk.room(is_large=is_large),
    ):
        if is_large:
            bulk.look_over(ImportRow)
        # A list that brings nothing new need not load the register of a city.
        enters = import_file.rows_total > 0
        comparer = kind_of(import_file.kind).comparer(import_file) if enters else None
        last: int | None = 0
        while last is not None:
            last = _next_chunk(import_file, lease, comparer, last)


def _next_chunk(
    import_file: ImportFile, lease: Lease, comparer: RowComparer | None, last: int
) -> int | None:
    """Apply the next rows; try again if somebody registers one of them in this very moment."""
    for left in reversed(range(TRIES)):
        try:
            with lease.chunk(State.COMMITTING) as locked:
                return _apply_chunk(locked, comparer, last, lease.clock())
        except IntegrityError:
            if not left:
                raise
    return None


def _apply_chunk(
    locked: ImportFile, comparer: RowComparer | None, last: int, now: datetime
) -> int | None:
    if locked.cancel_asked_at is not None:
        locked.state = State.UNDOING
        locked.rows_total, locked.rows_done = _applied(locked), 0
        return None
    rows = list(waiting_rows(locked, last))
    if not rows:
        locked.state = State.COMMITTED
        locked.rows_done, locked.finished_at = locked.rows_total, now
        locked.counts = count_outcomes(locked)
        return None
    # One list at a time for a centre; whoever registers a workplace by hand is not kept waiting.
    Centre.objects.select_for_update(no_key=True).get(pk=locked.centre_id)
    comparer = comparer or kind_of(locked.kind).comparer(locked)  # decided meanwhile
    comparer.refresh(rows)
    fresh, stale = _sort_out(rows, comparer)
    done = kind_of(locked.kind).apply(fresh, locked, now, timezone.localdate(now))
    stale += [row for row in fresh if row.outcome == Outcome.HELD and not row.decision]
    mark_applied(done, now)
    if stale:
        ImportRow.objects.bulk_update(stale, HELD_FIELDS, batch_size=100)
    locked.rows_done = min(locked.rows_done + len(rows), locked.rows_total)
    return rows[-1].pk


def waiting_rows(locked: ImportFile, last: int) -> Sequence[ImportRow]:
    """Return the next rows that were not applied; under the file's lock nobody else applies any."""
    waiting = locked.rows.entering().filter(applied_at=None, pk__gt=last).order_by("pk")
    as_texts = {f"{name}_text": Cast(name, TextField()) for name in TEXTS}
    columns, most = (*READ, *as_texts), min(CHUNK, kind_of(locked.kind).at_once)
    told = waiting.annotate(**as_texts).values_list(*columns)[:most].iterator(most)
    rows = list(bulk.restore(ImportRow, (*READ, *TEXTS), map(_decoded, told)))
    for row in rows:
        row.undo = {}  # what is not applied has nothing to be taken back
    return rows


def _decoded(values: tuple[Any, ...]) -> tuple[Any, ...]:
    *plain, canonical, changes, candidates = values
    return (
        *plain,
        decode(canonical),
        decode(changes) if changes != "{}" else {},
        decode(candidates) if candidates != "[]" else [],
    )


def _sort_out(
    rows: Sequence[ImportRow], comparer: RowComparer
) -> tuple[list[ImportRow], list[ImportRow]]:
    """Return the rows that still do what they would, and those that no longer do."""
    fresh, stale = [], []
    for row in rows:
        found = comparer.again(row)
        if row.outcome not in (Outcome.NEW, Outcome.CHANGED):
            fresh.append(row)  # it adds to what an earlier row brought, or somebody decided
        elif found.effect == (row.outcome, row.workplace_id, row.subject_id, row.changes):
            fresh.append(row)
        elif found.outcome == Outcome.SAME:
            row.outcome, row.changes = Outcome.SAME, {}
            row.workplace_id, row.subject_id = found.workplace_id, found.subject_id
            stale.append(row)
        else:
            hold_again(row, Deciding.CHANGED_SINCE_PREVIEW, found.candidates)
            stale.append(row)
    return fresh, stale


def mark_applied(rows: Sequence[ImportRow], now: datetime) -> None:
    """Remember what the rows brought, so that none enters again and each can be taken back."""
    plain = [(row.pk, row.workplace_id, row.subject_id, now) for row in rows if not row.undo]
    bulk.change(ImportRow, MARKS, plain)
    others = [(row.pk, row.workplace_id, row.subject_id, now, row.undo) for row in rows if row.undo]
    bulk.change(ImportRow, (*MARKS, "undo"), others)


def _applied(locked: ImportFile) -> int:
    return locked.rows.filter(applied_at__isnull=False).count()
