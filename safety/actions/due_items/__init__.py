"""Keep the open due items equal to what the rules derive from the facts."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Q, QuerySet

from outreach.models import Centre, Workplace
from outreach.processes import spare_processors
from safety.actions.due_items.counts import Counts
from safety.actions.due_items.freshness import edition_of
from safety.actions.due_items.helping import brought_in_line, derived_by_helpers
from safety.actions.due_items.opening import openings
from safety.actions.due_items.running import AT_ONCE, Run

__all__ = [
    "Counts",
    "recompute_all",
    "recompute_changed",
    "recompute_stale",
    "recompute_workplace",
    "recompute_workplaces",
]
HELPED_AT_ONCE = 2_000  # in one transaction of a run with helpers, which holds the pen a second
PENNED_AT_ONCE = 1_000  # where helpers write, too
CACHE_KB = 131_072
HELPED_FROM = 5_000  # workplaces for which another process is worth its start


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
    helpers = spare_processors() if workplaces.count() >= HELPED_FROM else 0
    with _uncollected(), _roomy():
        if helpers and connection.vendor == "postgresql":
            parts = _parts(workplaces, PENNED_AT_ONCE)
            for counts in brought_in_line(parts, run=run, helpers=helpers + 1):
                total += counts
        elif helpers:
            parts = _parts(workplaces, HELPED_AT_ONCE)
            for derived in derived_by_helpers(parts, run=run, helpers=helpers):
                total += run.write(derived)
        else:
            for part in _parts(workplaces, AT_ONCE):
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


@contextmanager
def _roomy() -> Iterator[None]:
    """Let SQLite keep the pages that many rows touch until they are written, once."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _parts(workplaces: QuerySet[Workplace], at_once: int) -> Iterator[list[int]]:
    last, keys = 0, workplaces.order_by("pk").values_list("pk", flat=True)
    while part := list(keys.filter(pk__gt=last)[:at_once]):
        yield part
        last = part[-1]
