"""
Work out the due items of a made-up city, in the database that DATABASE_URL names, and time it.

    DATABASE_URL=… python bench/due.py [--workplaces 72882] [--from COPY.sqlite3] [--peer 300]

An empty database is filled first: from a database that make_city made (its facts only), or anew.
Prints one table: from nothing, an unchanged night, one changed workplace, and beside them, in the
same run, a plain loop that loads each workplace's objects and writes each item by itself.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import TypeVar

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from due_facts import copy_facts  # noqa: E402
from due_peer import plain_loop  # noqa: E402

from outreach import clock  # noqa: E402
from outreach.models import Worker, Workplace  # noqa: E402
from safety.actions.due_items import recompute_all, recompute_stale, recompute_workplace  # noqa: E402
from safety.models import DueCheck, DueItem, FirstDue  # noqa: E402
from scheduling.city.base import make_base  # noqa: E402
from scheduling.city.rows import fill  # noqa: E402

T = TypeVar("T")
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def make(count: int, today: date) -> None:
    """Fill an empty database with a city of its own."""
    base, now = make_base(today=today), clock.now()
    for _done in fill(
        centre=base.centre, clinician=base.clinician, count=count, rng=Random(1), today=today,
        now=now,
    ):  # fmt: skip
        pass


def timed(name: str, work: Callable[[], T]) -> T:
    """Run once; print the seconds, those of the processors, and the largest process so far."""
    wall, cpu = perf_counter(), _cpu()
    answer = work()
    wall, cpu = perf_counter() - wall, _cpu() - cpu
    peak = max(resource.getrusage(who).ru_maxrss for who in WHO) // 1024
    print(f"{name:<34} {wall:>8.2f} s {cpu:>8.2f} s {peak:>6} MB   {answer}", flush=True)
    return answer


def _cpu() -> float:
    return sum(r.ru_utime + r.ru_stime for r in map(resource.getrusage, WHO))


def clear() -> None:
    """Leave no due item and no mark of a look."""
    DueItem.objects.all()._raw_delete(DueItem.objects.db)
    DueCheck.objects.all().delete()
    FirstDue.objects.all().delete()


def one_at_a_time(today: date, rounds: int) -> str:
    """Work out single workplaces, each in its own transaction, and give the times."""
    rng, keys = Random(2), list(Workplace.objects.values_list("pk", flat=True))
    times = []
    for pk in rng.sample(keys, rounds):
        place = Workplace.objects.get(pk=pk)
        started = perf_counter()
        with transaction.atomic():
            recompute_workplace(workplace=place, today=today, now=clock.now())
        times.append((perf_counter() - started) * 1000)
    cuts = quantiles(times, n=20)
    return f"median {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workplaces", type=int, default=72_882)
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 23))
    parser.add_argument("--peer", type=int, default=300, help="workplaces for the plain loop")
    asked = parser.parse_args()
    today, now = asked.today, clock.now()
    later = now + timedelta(minutes=1)
    if not Workplace.objects.exists():
        if asked.source:
            timed("facts copied", lambda: copy_facts(asked.source))
        else:
            timed("city made", lambda: make(asked.workplaces, today))
    places, people = Workplace.objects.count(), Worker.objects.count()
    print(f"{connection.vendor}: {places:,} workplaces, {people:,} workers, load "
          f"{os.getloadavg()[0]:.1f}")  # fmt: skip
    print(f"{'':<34} {'clock':>10} {'processor':>10} {'peak':>9}")
    clear()
    sample = list(Workplace.objects.order_by("pk").values_list("pk", flat=True)[: asked.peer])
    plain = perf_counter()
    timed(f"plain loop, {len(sample)} workplaces", lambda: plain_loop(sample, today=today, now=now))
    plain = perf_counter() - plain
    clear()
    timed("from nothing", lambda: recompute_all(today=today, now=now))
    print(f"{'':<34} {DueItem.objects.count():,} due items")
    timed("unchanged night", lambda: recompute_stale(today=today, now=later))
    timed("everything looked at anew", lambda: recompute_all(today=today, now=later))
    timed("one workplace, 200 times", lambda: one_at_a_time(today, 200))
    print(f"plain loop for the whole city, by its share: {plain / len(sample) * places:,.0f} s")


if __name__ == "__main__":
    main()
