"""
Time the search of a made-up city, in the database that DATABASE_URL names.

    DATABASE_URL=… python bench/search.py [--workplaces 72882] [--rounds 20]

An empty database is filled first: workplaces and workers only, nothing due. Prints one table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, reset_queries  # noqa: E402

from outreach import clock  # noqa: E402
from outreach.access import Role  # noqa: E402
from outreach.actions.search_building import build  # noqa: E402
from outreach.models import Contact, SearchEntry, Staff, Worker, Workplace  # noqa: E402
from outreach.search import find  # noqa: E402
from scheduling.city.base import make_base  # noqa: E402
from scheduling.city.rows import fill  # noqa: E402

LIMIT = 7  # as the box asks
SAMPLE = 20


def make(count: int) -> None:
    """Fill an empty database and say how long the index took."""
    today, now, rng = clock.today(), clock.now(), Random(1)
    base = make_base(today=today)
    for _done in fill(
        centre=base.centre, clinician=base.clinician, count=count, rng=rng, today=today, now=now
    ):
        pass
    started = perf_counter()
    rows = build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"index: {rows:,} entries written in {perf_counter() - started:.1f} s")


def questions() -> Iterator[tuple[str, list[str]]]:
    """Yield each form of search with what is typed, drawn from the city itself."""
    rng = Random(2)
    places = list(Workplace.objects.order_by("pk"))
    places = rng.sample(places, min(SAMPLE, len(places)))
    pks = rng.sample(list(Worker.objects.values_list("pk", flat=True)), SAMPLE)
    people = list(Worker.objects.select_related("workplace").filter(pk__in=pks))
    phones = list(Contact.objects.exclude(phone="").values_list("phone", flat=True)[:5000])
    phones = rng.sample(phones, SAMPLE)
    initial = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
    firsts = [
        "".join(initial[(ord(s) - 0xAC00) // 588] for s in place.name.split()[0])
        for place in places
    ]
    yield "whole name", [place.name for place in places]
    yield "one syllable", [place.name[0] for place in places]
    yield "two syllables", [place.name[:2] for place in places]
    yield "end of a name", [place.name.split()[0][-2:] for place in places]
    yield "initials", firsts
    yield "slip of typing", [_slip(place.name) for place in places]
    yield "business number", [place.business_no or "9990001234" for place in places]
    yield "last four", [phone[-4:] for phone in phones]
    yield "telephone", [f"0{phone[3:]}" for phone in phones]
    yield "neighbourhood", [place.dong for place in places]
    yield "address", [" ".join(place.address.split()[1:]) for place in places]
    yield "city (everything)", ["서울"]
    yield "worker", [person.name for person in people]
    yield "worker, firm", [f"{person.name} {person.workplace.name}" for person in people]
    yield "nothing", ["없는이름이다", "zzzz", "뷁뷁뷁"]


def _slip(name: str) -> str:
    """Return the name with the vowel of its second syllable off by one."""
    return name[0] + chr(ord(name[1]) + 28) + name[2:]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workplaces", type=int, default=72_882)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if not Workplace.objects.exists():
        make(asked.workplaces)
    staff = Staff.objects.filter(role=Role.COORDINATOR).order_by("pk")[0]
    works, people = Workplace.objects.count(), Worker.objects.count()
    print(f"{connection.vendor}: {works:,} workplaces, {people:,} workers, ", end="")
    print(f"{SearchEntry.objects.count():,} entries\n")
    print("| search | p50 ms | p95 ms | queries at most | hits |\n|---|---:|---:|---:|---:|")
    connection.force_debug_cursor = True
    everything: list[float] = []
    for form, words in questions():
        spent, most, hits = [], 0, 0
        for typed in words * asked.rounds:
            reset_queries()
            started = perf_counter()
            found = find(asker=staff, words=typed, limit=LIMIT)
            spent.append((perf_counter() - started) * 1000)
            most, hits = max(most, len(connection.queries)), hits + len(found)
        everything += spent
        print(f"| {form} {_percentiles(spent)} | {most} | {hits / len(spent):.1f} |", flush=True)
    print(f"| **all** {_percentiles(everything)} | | |")
    return 0


def _percentiles(spent: list[float]) -> str:
    cuts = quantiles(spent, n=20, method="inclusive")
    return f"| {cuts[9]:.0f} | {cuts[18]:.0f}"


if __name__ == "__main__":
    sys.exit(main())
