"""Bring the table of due items in line with what is owed: only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from safety.actions.due_items.answers import Answer
from safety.actions.due_items.counts import Counts
from safety.actions.due_items.deriving import Subject
from safety.actions.due_items.inserting import Arrival, insert_bases, insert_items
from safety.actions.due_items.moves import cause_of
from safety.models import DueItem, DueMove

TOGETHER = 500
Known = dict[Subject, tuple[int, int, int]]  # the item's id, its workplace and its digest
Owed = Mapping[Subject, tuple[int, Answer]]  # the workplace and the answer


def known_items(workplaces: Sequence[int], workers: Sequence[int]) -> Known:
    """Return the open items of some workplaces and of those who work there, wherever opened."""
    columns = ("pk", "kind", "workplace_id", "worker_id", "hazard", "detail", "digest")
    of_places = DueItem.objects.open().filter(workplace__in=workplaces)
    elsewhere = DueItem.objects.open().filter(worker__in=workers).exclude(workplace__in=workplaces)
    # Held: the run that looks at the other workplace would close what this one takes along.
    held = elsewhere.select_for_update(of=("self",)).order_by("pk")
    found: Known = {}
    for rows in (of_places, held):
        for pk, kind, place, worker, hazard, detail, digest in rows.values_list(*columns):
            found[kind, worker or -place, hazard, detail] = (pk, place, digest)
    return found


class Writer:
    """Writes what differs; of a run it remembers which answers are in the database already."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._written: set[int] = set()

    def settle(self, owed: Owed, known: Known) -> Counts:
        """Close what is no longer owed, move what is owed on another day, open what is missing."""
        opened: list[Arrival] = []
        moved: list[tuple[int, tuple[int, Answer]]] = []
        left = dict(known)
        for subject, (place, answer) in owed.items():
            before = left.pop(subject, None)
            if before is None:
                opened.append((place, subject[1], answer))
            elif before[1] != place or before[2] != answer.digest:
                moved.append((before[0], (place, answer)))
        for some in _in_parts([(pk, place) for pk, place, _digest in left.values()]):
            keys, places = zip(*some, strict=True)
            # Unless another run took one along to where its worker works now.
            DueItem.objects.open().filter(pk__in=keys, workplace__in=set(places)).update(
                closed_at=self.now, closed_as=DueItem.Closed.NO_LONGER_OWED
            )
        # All at once, in the order of their ids: two who write the same ones never hold one each.
        self.write_bases([*(answer for _, (_, answer) in moved), *(one[2] for one in opened)])
        changed = sum(self._move(dict(some)) for some in _in_parts(moved))
        insert_items(opened, opened_at=self.now)
        return Counts(opened=len(opened), moved=changed, closed=len(left))

    def write_bases(self, answers: Iterable[Answer]) -> None:
        """Write the answers that this run has not written."""
        fresh = {one.why: one.basis for one in answers if one.why not in self._written}
        if fresh:
            insert_bases(fresh)
            self._written.update(fresh)

    def _move(self, some: Mapping[int, tuple[int, Answer]]) -> int:
        """Rewrite the items that differ, and remember each day that moved, with its cause."""
        found = DueItem.objects.filter(pk__in=some).select_related("why").order_by("pk")
        items, moves, rewritten = list(found), [], 0
        for item in items:
            place, answer = some[item.pk]
            before = (item.workplace_id, item.status, item.due_date, item.why_id)
            if item.due_date != answer.due_date:
                basis: dict[str, Any] = json.loads(answer.basis)
                moves.append(
                    DueMove(
                        item=item,
                        old_date=item.due_date,
                        new_date=answer.due_date,
                        cause=cause_of(item.basis, basis),
                        old_rule=item.basis.get("rule", ""),
                        new_rule=basis["rule"],
                        moved_at=self.now,
                    )
                )
            item.workplace_id, item.status, item.digest = place, answer.status, answer.digest
            item.due_date, item.why_id = answer.due_date, answer.why
            rewritten += (place, item.status, item.due_date, item.why_id) != before
        fields = ["workplace_id", "status", "due_date", "why_id", "digest"]
        DueItem.objects.bulk_update(items, fields, batch_size=TOGETHER)
        DueMove.objects.bulk_create(moves, batch_size=TOGETHER)
        return rewritten


def _in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]
