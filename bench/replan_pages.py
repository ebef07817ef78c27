"""
Time what staff wait for when a team, a person or a van is missing, or a visit cannot wait.

    DATABASE_URL=sqlite:////tmp/replans.sqlite3 bin/bench replan_pages [--visits 1000]

Fills an empty database with a centre, its teams and a month of booked visits, a third of whose
owners were told, then asks for the proposals that the pages show. "quick" is the way of one visit
after the other, "all" the whole proposal with the planner's search. Loading the compiled planner,
once a process, is measured apart. Prints one table; seconds are of the processor.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random
from time import process_time
from typing import TypeVar

from django.core.management import call_command
from django.utils import timezone
from offers import MINUTES, make_month, make_place

from outreach import clock
from outreach.models import Centre
from safety.models import DueBasis, DueItem
from scheduling.actions import cancellations, joint_moves, replans, urgent_visits
from scheduling.actions.reminders import told_of
from scheduling.actions.week_boards import Absence, Move, WeekBoard
from scheduling.models import OwnerAnswer, Team, Visit
from scheduling.planner.effort import Iterations
from scheduling.planner.improve import best_plan
from scheduling.planner.warm import small_problem

Found = TypeVar("Found")
LINE = "{:<28}{:>9}{:>9}{:>8}{:>7}{:>7}{:>7}{:>7}{:>14}"


def fill(centre: Centre, rng: Random) -> None:
    """Give each visit what it is for, and tell a third of the owners."""
    why = DueBasis.objects.holding({})
    for visit in Visit.objects.filter(centre=centre, due_items=None).order_by("pk"):
        visit.due_items.add(owed(visit.workplace_id, why))
        if rng.random() < 1 / 3:
            OwnerAnswer.objects.create(
                visit=visit, visit_version=visit.version, answered_at=clock.now(),
                answer=OwnerAnswer.Answer.CONFIRMED,
            )  # fmt: skip


def owed(workplace: int, why: DueBasis) -> DueItem:
    """Owe a workplace a consultation."""
    return DueItem.objects.create(
        kind=DueItem.Kind.CONSULTATION, workplace_id=workplace, due_date=clock.today(),
        why=why, opened_at=clock.now(),
    )  # fmt: skip


def missing(name: str, teams: list[Team], first: date, last: date) -> None:
    """Print what becomes of the visits of missing teams."""
    now = clock.now()
    visits = replans.visits_of(teams=teams, first=first, last=last, now=now)
    away = Absence(teams, first, last)
    board = WeekBoard(centre=teams[0].centre, without=visits, now=now, absence=away)
    quick_seconds, quick = spent(lambda: [board.place(visit) for visit in visits])
    seconds, found = spent(
        lambda: replans.propose(teams=teams, first=first, last=last, now=now).moves
    )
    told = told_of(visits=[move.visit.pk for move in found])
    gone = {visit.pk for visit in visits}
    others = [move for move in found if move.visit.pk not in gone]
    wrong = sum(move.visit.pk in told or not move.keeps_time for move in others)
    mine = [move for move in found if move.visit.pk in gone]
    print(LINE.format(
        name, f"{quick_seconds:.2f}", f"{seconds:.2f}", len(mine), same(quick), same(mine),
        sum(move.team is None for move in mine), len(others), wrong,
    ), flush=True)  # fmt: skip
    assert joint_moves.burden(found, told=told) <= joint_moves.burden(quick, told=told)


def same(moves: list[Move]) -> int:
    """Count the owners who keep their time."""
    return sum(move.keeps_time for move in moves)


def spent(work: Callable[[], Found]) -> tuple[float, Found]:
    """Return the seconds of the processor, and what came out."""
    began = process_time()
    found = work()
    return process_time() - began, found


def main() -> None:
    """Fill the database if it is empty, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=1_000)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    rng = Random(1)
    centre = Centre.objects.filter(code="bench").first()
    if centre is None:
        centre = make_month(asked.visits, rng)
        fill(centre, rng)
    loading, _ = spent(lambda: best_plan(small_problem(), effort=Iterations(1)))
    print(f"{Visit.objects.count()} visits, {Team.objects.count()} teams")
    print(f"loading the planner: {loading:.2f} s, once a process")
    print(LINE.format("missing", "quick s", "all s", "visits", "same", "same", "lost", "others",
                      "told moved"))  # fmt: skip
    teams = list(Team.objects.filter(centre=centre).order_by("pk"))
    first = min(timezone.localdate(one.starts_at) for one in Visit.objects.all())
    missing("a team for a day", teams[:1], first, first)
    missing("two teams for a day", teams[1:3], first, first)
    missing("a team for a week", teams[:1], first, first + timedelta(days=6))
    place = make_place(centre, rng.uniform(37.48, 37.62), rng.uniform(126.85, 127.10))
    item = owed(place.pk, DueBasis.objects.holding({}))
    for name, minutes in (("an urgent visit", MINUTES), ("an urgent visit of 3 hours", 180)):
        ask = partial(
            urgent_visits.propose,
            workplace=place, due_items=[item], minutes=minutes,
            until=first + timedelta(days=1), now=clock.now(),
        )  # fmt: skip
        seconds, found = spent(ask)
        others = len(found.moves)
        print(LINE.format(name, "", f"{seconds:.2f}", 1, "", "", 0, others, 0), flush=True)
    visit = Visit.objects.order_by("starts_at").first()
    assert visit is not None
    seconds, rows = spent(lambda: cancellations.propose(visit=visit, now=clock.now()))
    print(LINE.format("a cancelled visit", "", f"{seconds:.2f}", len(rows), "", "", "", "", 0))


if __name__ == "__main__":
    main()
