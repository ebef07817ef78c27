"""Make up a city to try the product on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from random import Random
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from outreach import clock
from outreach.actions import search_building
from outreach.models import Centre
from safety.actions.due_items import recompute_changed
from scheduling.city.base import make_base, make_neighbour
from scheduling.city.rows import fill
from scheduling.city.scenario import play

NEIGHBOURS = 40  # workplaces of the second centre


class Command(BaseCommand):
    help = (
        "Makes up a believable Seoul: a centre with staff, teams and rooms, workplaces with their "
        "people, agents and past exams, and what is due. Every name and number is invented. "
        "The database must be empty. Example: make_city --workplaces 2000 --seed 1 --demo"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--workplaces", type=int, default=2000, help="how many (2000)")
        parser.add_argument("--seed", type=int, default=1, help="the same number, the same city")
        parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD; default: today")
        parser.add_argument(
            "--demo", action="store_true", help="also visits, classes, texts and claims to look at"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be made")

    def handle(self, *args: Any, **options: Any) -> None:
        count, today, now = options["workplaces"], options["today"] or clock.today(), clock.now()
        if count < 1:
            raise CommandError("--workplaces must be at least 1.")
        if Centre.objects.exists():
            raise CommandError("The database holds a centre already; make_city needs an empty one.")
        if options["dry_run"]:
            self.stdout.write(f"Would make {count} workplaces and {NEIGHBOURS} of a neighbour.")
            return
        started = monotonic()
        rng = Random(options["seed"])
        base = make_base(today=today, workplaces=count)
        others = make_neighbour(today=today)
        city = fill(
            centre=base.centre, clinician=base.clinician, count=count,
            rng=rng, today=today, now=now,
        )  # fmt: skip
        self._watch(started, city, count)
        neighbours = fill(
            centre=others.centre, clinician=others.clinician, count=NEIGHBOURS,
            rng=rng, today=today, now=now, district_code="11200", first=count + 1,
        )  # fmt: skip
        self._watch(started, neighbours, NEIGHBOURS)
        counts = recompute_changed(today=today, now=now)
        self._say(started, f"{counts.opened} due items opened")
        if options["demo"]:
            play(base, rng=rng, today=today, now=now)
            self._say(started, "some weeks played")
        self._say(started, f"{search_building.build()} things to be found")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner of queries knows how much there is
        self._say(started, "City ready")

    def _say(self, started: float, line: str) -> None:
        self.stdout.write(f"{monotonic() - started:7.1f} s  {line}")

    def _watch(self, started: float, progress: Iterator[int], total: int) -> None:
        for done in progress:
            self._say(started, f"{done} of {total} workplaces")
