"""Keep the open due items equal to what the rules derive from the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from outreach.models import Centre, Workplace
from safety.actions.due_facts import DueFacts, Subject
from safety.models import DueCheck, DueItem
from safety.rules.derivations import Due

AT_ONCE = 500  # workplaces in one transaction: few enough not to hold up the web


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run changed."""

    workplaces: int = 0
    opened: int = 0
    moved: int = 0
    closed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.workplaces + other.workplaces,
            self.opened + other.opened,
            self.moved + other.moved,
            self.closed + other.closed,
        )


def recompute_workplace(*, workplace: Workplace, today: date, now: datetime) -> Counts:
    """Work out one workplace's due items, in the transaction that changed its facts."""
    return _recompute([workplace.pk], today=today, now=now)


def recompute_workplaces(*, workplaces: Iterable[int], today: date, now: datetime) -> Counts:
    """Work out several workplaces by their ids, in the transaction that changed their facts."""
    keys, total = sorted(set(workplaces)), Counts()
    for start in range(0, len(keys), AT_ONCE):
        total += _recompute(keys[start : start + AT_ONCE], today=today, now=now)
    return total


def recompute_changed(*, today: date, now: datetime, centre: Centre | None = None) -> Counts:
    """Work out the workplaces whose facts changed since they were last worked out."""
    changed = Workplace.objects.filter(
        Q(due_check=None) | Q(due_check__checked_at__lte=F("facts_changed_at"))
    )
    return _recompute_in_parts(changed, centre=centre, today=today, now=now)


def recompute_all(*, today: date, now: datetime, centre: Centre | None = None) -> Counts:
    """Work out every workplace, as each night: a rule may have come into force."""
    return _recompute_in_parts(Workplace.objects.all(), centre=centre, today=today, now=now)


def _recompute_in_parts(
    workplaces: QuerySet[Workplace], *, centre: Centre | None, today: date, now: datetime
) -> Counts:
    if centre:
        workplaces = workplaces.filter(centre=centre)
    total = Counts()
    for part in _parts(workplaces):
        total += _recompute(part, today=today, now=now)
    return total


def _parts(workplaces: QuerySet[Workplace]) -> Iterator[list[int]]:
    last, keys = 0, workplaces.order_by("pk").values_list("pk", flat=True)
    while part := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        yield part
        last = part[-1]


@transaction.atomic
def _recompute(keys: list[int], *, today: date, now: datetime) -> Counts:
    # Held from here on: a job and a door that work out one workplace at once would both open items.
    held = Workplace.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    workplaces = list(held)
    owed = dict(DueFacts(workplaces, today=today).owed())
    items = {
        Subject(item.kind, item.workplace_id, item.worker_id, item.hazard): item
        for item in DueItem.objects.open().filter(workplace__in=workplaces)
    }
    # Closed first: a worker's item may move to another workplace, and only one may be open.
    closed = [item for subject, item in items.items() if subject not in owed]
    for item in closed:
        item.closed_at, item.closed_as = now, DueItem.Closed.NO_LONGER_OWED
    DueItem.objects.bulk_update(closed, ["closed_at", "closed_as"], batch_size=AT_ONCE)
    moved = [items[subject] for subject, due in owed.items() if _differs(items.get(subject), due)]
    for item in moved:
        due = owed[Subject(item.kind, item.workplace_id, item.worker_id, item.hazard)]
        item.due_date, item.basis = due.due_date, due.basis.as_json()
    DueItem.objects.bulk_update(moved, ["due_date", "basis"], batch_size=AT_ONCE)
    opened = [_opened(subject, due, now) for subject, due in owed.items() if subject not in items]
    DueItem.objects.bulk_create(opened, batch_size=AT_ONCE)
    DueCheck.objects.bulk_create(
        [DueCheck(workplace=workplace, checked_at=now) for workplace in workplaces],
        update_conflicts=True,
        unique_fields=["workplace"],
        update_fields=["checked_at"],
        batch_size=AT_ONCE,
    )
    return Counts(len(workplaces), len(opened), len(moved), len(closed))


def _differs(item: DueItem | None, due: Due) -> bool:
    if item is None:
        return False
    return item.due_date != due.due_date or item.basis != due.basis.as_json()


def _opened(subject: Subject, due: Due, now: datetime) -> DueItem:
    return DueItem(
        kind=subject.kind,
        workplace_id=subject.workplace_id,
        worker_id=subject.worker_id,
        hazard=subject.hazard,
        due_date=due.due_date,
        basis=due.basis.as_json(),
        opened_at=now,
    )
