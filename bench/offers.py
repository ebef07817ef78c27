"""
Time the search for times that one owner can be offered, in a month of 1,000 booked visits.

    DATABASE_URL=sqlite:////tmp/offers.sqlite3 python bench/offers.py [--visits 1000] [--owners 100]

Fills an empty database with a centre, its teams and their month, then asks for three times for one
workplace after another, as the owner's page and the booking page do. Prints one table.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from outreach import clock  # noqa: E402
from outreach.models import Centre, Workplace  # noqa: E402
from outreach.rules.workdays import is_working_day  # noqa: E402
from safety.models import DueBasis, DueItem  # noqa: E402
from scheduling.actions.bookings import resources_of  # noqa: E402
from scheduling.actions.reservations import reserve  # noqa: E402
from scheduling.actions.slots import free_times  # noqa: E402
from scheduling.models import Shift, Team, Visit  # noqa: E402

STARTS = (time(9, 30), time(11, 10), time(13, 30), time(15, 10))
A_DAY = 3  # of the four, so that there is room for one more here and there
DAYS = 21
MINUTES = 60


def make_month(visits: int, rng: Random) -> Centre:
    """Book so many visits on the working days ahead, three a team and day."""
    centre = Centre.objects.create(
        code="bench", name="시험", head_title="장", district_codes=[], address="",
        latitude=37.5640, longitude=126.9975, callback_number="02-000-0000",
        sender_number="+8220000000",
    )  # fmt: skip
    today = clock.today()
    days: list[date] = []
    while len(days) < DAYS:
        day = (days[-1] if days else today) + timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
        days.append(day)
    teams = [
        Team.objects.create(centre=centre, name=f"{n + 1}조", skills=["CONSULTATION"])
        for n in range(-(-visits // (DAYS * A_DAY)))
    ]
    Shift.objects.bulk_create(
        Shift(team=team, date=day, start=time(9), end=time(18)) for team in teams for day in days
    )
    left = visits
    for day in days:
        for team in teams:
            place_lat, place_lon = rng.uniform(37.48, 37.62), rng.uniform(126.85, 127.10)
            for start in sorted(rng.sample(STARTS, A_DAY))[: max(0, left)]:
                left -= 1
                place = make_place(
                    centre,
                    place_lat + rng.uniform(-0.01, 0.01),
                    place_lon + rng.uniform(-0.01, 0.01),
                )
                starts_at = timezone.make_aware(datetime.combine(day, start))
                visit = Visit.objects.create(
                    centre=centre, workplace=place, team=team, starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=MINUTES), booked_at=clock.now(),
                )  # fmt: skip
                reserve(
                    resources=resources_of(workplace=place, team=team),
                    starts_at=visit.starts_at, ends_at=visit.ends_at, visit=visit,
                )  # fmt: skip
    return centre


def make_place(centre: Centre, latitude: float, longitude: float) -> Workplace:
    """Make one workplace."""
    return Workplace.objects.create(
        centre=centre,
        name="가게",
        latitude=latitude,
        longitude=longitude,
        registered_date=clock.today(),
        facts_changed_at=clock.now(),
    )


def main() -> None:
    """Fill the database if it is empty, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=1_000)
    parser.add_argument("--owners", type=int, default=100)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    rng = Random(1)
    centre = Centre.objects.filter(code="bench").first() or make_month(asked.visits, rng)
    walls, cpus, queries, found = [], [], 0, []
    for _ in range(asked.owners):
        place = make_place(centre, rng.uniform(37.48, 37.62), rng.uniform(126.85, 127.10))
        why = DueBasis.objects.holding({})
        item = DueItem.objects.create(
            kind=DueItem.Kind.CONSULTATION, workplace=place, due_date=clock.today(), why=why,
            opened_at=clock.now(),
        )  # fmt: skip
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            wall, cpu = perf_counter(), process_time()
            times = free_times(
                workplace=place, due_items=[item], minutes=MINUTES, today=clock.today()
            )
            walls.append(1000 * (perf_counter() - wall))
            cpus.append(1000 * (process_time() - cpu))
        queries = max(queries, len(captured))
        found.append(len(times))
    booked = Visit.objects.filter(centre=centre).count()
    print(f"{connection.vendor}: {booked} visits, {asked.owners} owners, {queries} queries each")
    print(f"times found: {min(found)} to {max(found)}")
    for name, values in (("wall", walls), ("processor", cpus)):
        cuts = quantiles(values, n=20)
        print(f"{name:>10} ms  p50 {cuts[9]:7.1f}  p95 {cuts[18]:7.1f}  (budget: wall p95 300)")


if __name__ == "__main__":
    main()
