"""Keep the open due items equal to what the rules derive from the facts."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from outreach.models import Centre, Workplace
from safety.actions.due_items.answers import Answer
from safety.actions.due_items.counts import Counts
from safety.actions.due_items.deriving import Deriver, Subject
from safety.actions.due_items.freshness import edition_of, fresh_until, next_turn
from safety.actions.due_items.opening import openings
from safety.actions.due_items.reading import PEOPLE, Facts, read_facts
from safety.actions.due_items.writing import Writer, known_items
from safety.models import DueCheck

__all__ = [
    "Counts",
    "recompute_all",
    "recompute_changed",
    "recompute_stale",
    "recompute_workplace",
    "recompute_workplaces",
]
People = dict[int, PEOPLE]  # who works at each workplace
AT_ONCE = 500  # workplaces in one transaction: few enough not to hold up the web


def recompute_workplace(*, workplace: Workplace, today: date, now: datetime) -> Counts:
    """Work out one workplace's due items, in the transaction that changed its facts."""
    return Run(today=today, now=now).work_out([workplace.pk])


def recompute_workplaces(*, workplaces: Iterable[int], today: date, now: datetime) -> Counts:
    """Work out several workplaces by their ids, in the transaction that changed their facts."""
    keys, total, run = sorted(set(workplaces)), Counts(), Run(today=today, now=now)
    for start in range(0, len(keys), AT_ONCE):
        total += run.work_out(keys[start : start + AT_ONCE])
    return total


def recompute_changed(*, today: date, now: datetime, centre: Centre | None = None) -> Counts:
    """Work out the workplaces whose facts changed since they were last worked out."""
    changed = Workplace.objects.filter(
        Q(due_check=None) | Q(due_check__checked_at__lte=F("facts_changed_at"))
    )
    return _recompute_in_parts(changed, centre=centre, today=today, now=now)


def recompute_stale(*, today: date, now: datetime, centre: Centre | None = None) -> Counts:
    """
    Work out, as each night, the workplaces whose dates may be others than at the last look.

    Their facts changed, a day has come on which the same facts give other dates (`freshness`), or
    the rules, their tables or the centre's settings are others than those they were worked out by.
    """
    centres = [centre.pk] if centre else list(Centre.objects.values_list("pk", flat=True))
    same = Q(pk__in=[])
    for pk, opening in openings(centres).items():
        same |= Q(centre=pk, due_check__edition=edition_of(opening))
    is_fresh = same & Q(
        due_check__fresh_until__gt=today,
        due_check__checked_date__lte=today,
        due_check__checked_at__gt=F("facts_changed_at"),
    )
    stale = Workplace.objects.exclude(pk__in=Workplace.objects.filter(is_fresh).values("pk"))
    return _recompute_in_parts(stale, centre=centre, today=today, now=now)


def recompute_all(*, today: date, now: datetime, centre: Centre | None = None) -> Counts:
    """Work out every workplace, however fresh: each Sunday, and when in doubt."""
    return _recompute_in_parts(Workplace.objects.all(), centre=centre, today=today, now=now)


def _recompute_in_parts(
    workplaces: QuerySet[Workplace], *, centre: Centre | None, today: date, now: datetime
) -> Counts:
    if centre:
        workplaces = workplaces.filter(centre=centre)
    total, run = Counts(), Run(today=today, now=now)
    with _uncollected():
        for part in _parts(workplaces):
            total += run.work_out(part)
    return total


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the answers that are kept for the run uncollected: looking at them takes a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parts(workplaces: QuerySet[Workplace]) -> Iterator[list[int]]:
    last, keys = 0, workplaces.order_by("pk").values_list("pk", flat=True)
    while part := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        yield part
        last = part[-1]


class Run:
    """One run over workplaces: the same day, the same tables, the same settings throughout."""

    def __init__(self, *, today: date, now: datetime) -> None:
        self.today, self.now = today, now
        self._derivers: dict[int, Deriver] = {}
        self._editions: dict[int, str] = {}
        self._writer = Writer(now=now)
        # A day that lies behind us does not know what was written down after it.
        is_past = today < timezone.localtime(now).date()
        self._turn = today + timedelta(days=1) if is_past else next_turn(today)

    @transaction.atomic
    def work_out(self, keys: list[int]) -> Counts:
        """Bring the due items of some workplaces in line with their facts."""
        # Held from here on: a job and a door that work out one at once would both open items.
        held = Workplace.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        workplaces = list(held.order_by("pk"))
        facts = read_facts(workplaces, today=self.today)
        self._read_settings({workplace.centre_id for workplace in workplaces})
        people = self._employed(facts)
        owed = self._owed(workplaces, facts, people)
        known = known_items(keys, [worker for worker, *_rest in facts.workers])
        counts = self._writer.settle(owed, known)
        self._check(workplaces, facts, people)
        return Counts(workplaces=len(workplaces)) + counts

    def _employed(self, facts: Facts) -> People:
        people: People = defaultdict(list)
        for worker, place, hired, left in facts.workers:
            if left is None or left > self.today:
                people[place].append((worker, hired, left))
        return people

    def _owed(
        self, workplaces: list[Workplace], facts: Facts, people: People
    ) -> dict[Subject, tuple[int, Answer]]:
        """Return what is owed at some workplaces by the facts; of two of one kind the earlier."""
        owed: dict[Subject, tuple[int, Answer]] = {}
        for workplace in workplaces:
            if not workplace.is_open_on(self.today):
                continue
            deriver = self._derivers[workplace.centre_id]
            for who, answer in deriver.owed(workplace, facts, people[workplace.pk]):
                subject = (answer.kind, who, answer.hazard, answer.detail)
                before = owed.get(subject)
                if before is None or answer.due_date < before[1].due_date:
                    owed[subject] = (workplace.pk, answer)
        return owed

    def _read_settings(self, centres: set[int]) -> None:
        unknown = centres - self._derivers.keys()
        if unknown:
            for centre, opening in openings(unknown).items():
                self._derivers[centre] = Deriver(opening, today=self.today)
                self._editions[centre] = edition_of(opening)

    def _check(self, workplaces: list[Workplace], facts: Facts, people: People) -> None:
        """Note when and by what they were worked out, and until when that holds by itself."""
        checks = []
        for workplace in workplaces:
            opening = self._derivers[workplace.centre_id].opening
            checks.append(
                DueCheck(
                    workplace=workplace,
                    checked_at=self.now,
                    checked_date=self.today,
                    fresh_until=fresh_until(
                        workplace,
                        facts,
                        people[workplace.pk],
                        opening=opening,
                        today=self.today,
                        turn=self._turn,
                    ),
                    edition=self._editions[workplace.centre_id],
                )
            )
        DueCheck.objects.bulk_create(
            checks,
            update_conflicts=True,
            unique_fields=["workplace"],
            update_fields=["checked_at", "checked_date", "fresh_until", "edition"],
            batch_size=AT_ONCE,
        )
