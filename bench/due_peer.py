"""The plain way to work out due items, as a peer: load objects, ask the rules, save each item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from outreach.models import Workplace
from safety.actions.due_items.deriving import Deriver
from safety.actions.due_items.opening import opening_of
from safety.actions.due_items.reading import read_facts
from safety.models import DueBasis, DueItem, DueSetting


def plain_loop(keys: Sequence[int], *, today: date, now: datetime) -> int:
    """Go workplace by workplace, the same rules, one query and one save for each item."""
    saved = 0
    for pk in keys:
        workplace = Workplace.objects.select_related("centre").get(pk=pk)
        setting = DueSetting.objects.filter(centre=workplace.centre).first()
        opening = opening_of(setting or DueSetting(centre=workplace.centre))
        deriver = Deriver(opening, today=today)
        people: list[tuple[int, date | None, date | None]] = [
            (worker.pk, worker.hired_date, None) for worker in workplace.workers.employed()
        ]
        for who, answer in deriver.owed(workplace, read_facts([workplace], today=today), people):
            worker = who if who > 0 else None
            why = DueBasis.objects.holding(json.loads(answer.basis))
            DueItem.objects.update_or_create(
                workplace=workplace,
                worker_id=worker,
                kind=answer.kind,
                hazard=answer.hazard,
                detail=answer.detail,
                closed_at=None,
                defaults={
                    "due_date": answer.due_date,
                    "status": answer.status,
                    "why": why,
                    "digest": answer.digest,
                },
                create_defaults={
                    "due_date": answer.due_date,
                    "status": answer.status,
                    "why": why,
                    "digest": answer.digest,
                    "opened_at": now,
                },
            )
            saved += 1
    return saved
