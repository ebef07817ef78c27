"""Bring the table of due items in line with what is owed: only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from safety.actions.due_items.answers import Answer
from safety.actions.due_items.bulk import insert_rows
from safety.actions.due_items.counts import Counts
from safety.actions.due_items.deriving import Subject
from safety.actions.due_items.moves import cause_of
from safety.migrations._first_due import SOURCE, TARGET
from safety.models import DueItem, DueMove

TOGETHER = 500
COLUMNS = (
    "kind",
    "status",
    "workplace_id",
    "worker_id",
    "hazard",
    "detail",
    "due_date",
    "basis",
    "digest",
    "opened_at",
    "waived",
    "closed_as",
)
Known = dict[Subject, tuple[int, int, int]]  # the item's id, its workplace and its digest


def known_items(workplaces: Sequence[int], workers: Sequence[int]) -> Known:
    """Return the open items of some workplaces and of those who work there, wherever opened."""
    columns = ("pk", "kind", "workplace_id", "worker_id", "hazard", "detail", "digest")
    of_places = DueItem.objects.open().filter(workplace__in=workplaces)
    elsewhere = DueItem.objects.open().filter(worker__in=workers).exclude(workplace__in=workplaces)
    found: Known = {}
    for rows in (of_places, elsewhere):
        for pk, kind, place, worker, hazard, detail, digest in rows.values_list(*columns):
            found[kind, worker or -place, hazard, detail] = (pk, place, digest)
    return found


def settle(owed: Mapping[Subject, tuple[int, Answer]], known: Known, *, now: datetime) -> Counts:
    """Close what is no longer owed, move what is owed on another day, open what is missing."""
    closed = [pk for subject, (pk, _place, _digest) in known.items() if subject not in owed]
    for some in _in_parts(closed):
        DueItem.objects.filter(pk__in=some).update(
            closed_at=now, closed_as=DueItem.Closed.NO_LONGER_OWED
        )
    moved = {
        known[subject][0]: (place, answer)
        for subject, (place, answer) in owed.items()
        if subject in known and known[subject][1:] != (place, answer.digest)
    }
    changed = sum(_move(dict(some), now) for some in _in_parts(list(moved.items())))
    opened = [
        (place, subject, answer)
        for subject, (place, answer) in owed.items()
        if subject not in known
    ]
    if opened:
        moment = connection.ops.adapt_datetimefield_value(now)
        insert_rows(DueItem, COLUMNS, (_row(*one, moment) for one in opened))
        if connection.vendor == "sqlite":  # PostgreSQL's triggers see all new rows at once
            _bring_first_due({place for place, _subject, _answer in opened})
    return Counts(opened=len(opened), moved=changed, closed=len(closed))


def _move(some: Mapping[int, tuple[int, Answer]], now: datetime) -> int:
    """Rewrite the items that differ, and remember each day that moved, with its cause."""
    items, moves = list(DueItem.objects.filter(pk__in=some).order_by("pk")), []
    rewritten = []
    for item in items:
        place, answer = some[item.pk]
        basis: dict[str, Any] = json.loads(answer.basis)
        before = (item.workplace_id, item.status, item.due_date, item.basis)
        if before[2] != answer.due_date:
            moves.append(
                DueMove(
                    item=item,
                    old_date=item.due_date,
                    new_date=answer.due_date,
                    cause=cause_of(item.basis, basis),
                    old_rule=item.basis.get("rule", ""),
                    new_rule=basis["rule"],
                    moved_at=now,
                )
            )
        item.workplace_id, item.status, item.digest = place, answer.status, answer.digest
        item.due_date, item.basis = answer.due_date, basis
        rewritten.append((item.workplace_id, item.status, item.due_date, basis) != before)
    fields = ["workplace_id", "status", "due_date", "basis", "digest"]
    DueItem.objects.bulk_update(items, fields, batch_size=TOGETHER)
    DueMove.objects.bulk_create(moves, batch_size=TOGETHER)
    return sum(rewritten)


def _bring_first_due(places: set[int]) -> None:
    """Bring the first due dates along, which SQLite's trigger would do row by row."""
    ids = ", ".join(map(str, sorted(places)))
    fresh = f"(SELECT * FROM {SOURCE.table} WHERE workplace_id IN ({ids}))"
    with connection.cursor() as cursor:
        cursor.execute(SOURCE.insertion(TARGET, fresh))


def _row(place: int, subject: Subject, answer: Answer, now: object) -> tuple[Any, ...]:
    who = subject[1]
    return (
        answer.kind,
        answer.status,
        place,
        who if who > 0 else None,
        answer.hazard,
        answer.detail,
        answer.due_date,
        answer.basis,
        answer.digest,
        now,
        False,
        "",
    )


def _in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]
