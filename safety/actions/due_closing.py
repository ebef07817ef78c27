"""Close what was owed by the fact that it was done."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from outreach.models import Workplace
from safety.actions.due_items import Counts, recompute_workplace
from safety.models import Completion, Consultation, DueEvent, DueItem, Examination
from safety.rules.fulfilment import fulfils

# Which kind of due item each kind of exam meets.
CLOSES = {
    Examination.Kind.SPECIAL: DueItem.Kind.SPECIAL_EXAM,
    Examination.Kind.PRE_PLACEMENT: DueItem.Kind.PREPLACEMENT_EXAM,
    Examination.Kind.ON_DEMAND: DueItem.Kind.ON_DEMAND_EXAM,
    Examination.Kind.ORDERED: DueItem.Kind.ORDERED_EXAM,
    Examination.Kind.GENERAL: DueItem.Kind.GENERAL_EXAM,
}


def close_as_done(
    items: QuerySet[DueItem],
    *,
    by: Examination | Consultation | Completion | DueEvent,
    held: date,
    now: datetime,
) -> list[DueItem]:
    """Close those open items that the fact fulfils, and name the fact in them."""
    found = items.filter(closed_at=None).select_related("why")
    done = [item for item in found if fulfils(item.basis, held=held)]
    for item in done:
        item.closed_at, item.closed_as = now, DueItem.Closed.DONE
        if isinstance(by, Examination):
            item.examination = by
        elif isinstance(by, Consultation):
            item.consultation = by
        elif isinstance(by, Completion):
            item.completion = by
        item.save(
            update_fields=["closed_at", "closed_as", "examination", "consultation", "completion"]
        )
    return done


def facts_changed(workplace: Workplace, *, today: date, now: datetime) -> Counts:
    """Mark the workplace as changed and work out what is owed now, in the same transaction."""
    workplace.facts_changed_at = now
    workplace.save(update_fields=["facts_changed_at"])
    return recompute_workplace(workplace=workplace, today=today, now=now)
