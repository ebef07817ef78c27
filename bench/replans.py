"""
Plan anew after something happened, and print how soon and how much changed for whom.

    bin/bench replans [--sizes 200 1000] [--seeds 11 12 13] [--before 5] [--seconds 1]

A town is planned first; the owners of the visits on the first half of its days are told. Then one
of four things happens, and the plan is mended from where it stands. Told visits that moved or were
left out count only where their team is still there; in brackets those whose team is gone. The last
line of each town plans from nothing instead, after the cancellation, as a comparison. Seconds are
those of the processor. Every plan is checked by the second opinion of the tests.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from _planner_towns import town
from numpy.typing import NDArray

from scheduling.planner.effort import Iterations, Seconds
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.plan import Plan, Result
from scheduling.planner.problem import Problem, Team
from scheduling.planner.replan import calm, changes, replan
from scheduling.planner.travel import travel_minutes
from scheduling.planner.warm import small_problem, warm
from tests.scheduling.planner.checker import faults

TEAMS_AND_DAYS = {200: (5, 5), 1000: (10, 10), 3000: (20, 20)}
HEAD = ("town", "what happened", "first s", "all s", "told", "moved", "(gone)", "others", "moved",
        "retimed", "out", "in", "faults")  # fmt: skip
LINE = "{:<14}{:<16}{:>8}{:>7}{:>6}{:>7}{:>8}{:>8}{:>7}{:>9}{:>5}{:>4}{:>8}"


@dataclass(frozen=True)
class Event:
    """What happened: the problem as it is now, and the visits whose team is gone."""

    name: str
    problem: Problem
    gone: frozenset[int] = frozenset()


def events(problem: Problem, plan: Plan, told: Collection[int]) -> Iterator[Event]:
    """Return the four things, each on the second day and to the team that has most to do then."""
    day = 1
    busiest = max(
        (route for route in plan.routes if route.day == day), key=lambda route: len(route.visits)
    )
    cancelled = next(visit for visit in busiest.visits if visit in told)
    visits = problem.visits
    yield Event(
        "cancellation", replace(problem, visits=tuple(v for v in visits if v.id != cancelled))
    )
    model = next(v for v in visits if v.pin is None and v.skills <= problem.teams[0].skills)
    urgent = replace(
        model, id=len(visits), windows=((540, 1080),), days=frozenset({day, day + 1}), due=day,
        priority=4, unserved_cost=2000, late_cost_per_day=100, late_cap=500, service=45,
    )  # fmt: skip
    yield Event("urgent visit", replace(problem, visits=(*visits, urgent)))
    yield _without(problem, "sick team", busiest.team, day, None, busiest.visits)
    home, ways = problem.teams[problem.team_index[busiest.team]].centre, travel_minutes(problem)
    left = [
        visit
        for visit, start in zip(busiest.visits, busiest.starts, strict=True)
        if start + _service_and_way(problem, ways, visit, home) > 780
    ]
    yield _without(problem, "broken van", busiest.team, day, 780, left)


def _service_and_way(problem: Problem, ways: NDArray[np.int64], visit: int, home: int) -> int:
    place = problem.visit_index[visit]
    return problem.visits[place].service + int(ways[len(problem.centres) + place, home])


def _without(
    problem: Problem, name: str, team: int, day: int, until: int | None, gone: Collection[int]
) -> Event:
    """Take a team's day away, or what comes after this minute."""

    def shorter(one: Team) -> Team:
        shift = one.shifts[day]
        if one.id != team or shift is None:
            return one
        rest = None if until is None else (shift[0], until)
        return replace(one, shifts=(*one.shifts[:day], rest, *one.shifts[day + 1 :]))

    teams = tuple(shorter(one) for one in problem.teams)
    visits = tuple(replace(v, pin=None) if v.id in gone else v for v in problem.visits)
    return Event(name, replace(problem, teams=teams, visits=visits), frozenset(gone))


def show(name: str, what: str, event: Event, before: Plan, told: set[int], run: Timed) -> None:
    """Print one line."""
    found = changes(before, run.result.plan)
    still = {visit.id for visit in event.problem.visits}
    planned = {visit for route in before.routes for visit in route.visits} & still
    touched = set(found.retimed) | set(found.moved) | (set(found.left_out) & still)
    staying = told & planned - event.gone
    others = planned - told
    wrong = len(faults(run.checked, run.result.plan))
    out = len(set(found.left_out) & still)
    print(
        LINE.format(
            name, what, f"{run.first:.2f}", f"{run.all:.2f}", len(staying), len(touched & staying),
            len(touched & event.gone), len(others), len(set(found.moved) & others),
            len(set(found.retimed) & others), out, len(found.taken_in), wrong,
        ),
        flush=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Timed:
    """A plan, when there was a first one and when the last, and the problem to check it by."""

    result: Result
    first: float
    all: float
    checked: Problem


def mended(event: Event, before: Plan, told: set[int], seconds: float) -> Timed:
    """Plan anew from the plan before."""
    told_of: list[float] = []
    began = time.process_time()

    def hear(progress: Progress) -> None:
        told_of.append(time.process_time() - began)

    result = replan(
        event.problem,
        before,
        told=told,
        effort=Seconds(seconds, time.process_time, began),
        progress=hear,
    )
    checked = calm(event.problem, before, told=told)
    return Timed(result, told_of[0], time.process_time() - began, checked)


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--before", type=float, default=5.0, help="seconds for the plan before")
    parser.add_argument("--seconds", type=float, default=1.0, help="seconds for each new plan")
    asked = parser.parse_args()
    warm()
    best_plan(small_problem(), effort=Iterations(1))
    print(LINE.format(*HEAD))
    for size in asked.sizes:
        for seed in asked.seeds:
            problem, name = town(size, *TEAMS_AND_DAYS[size], seed), f"{size} seed {seed}"
            began = time.process_time()
            first = best_plan(problem, effort=Seconds(asked.before, time.process_time, began))
            half = problem.n_days // 2
            told = {v for r in first.plan.routes if r.day < half for v in r.visits}
            told |= {visit.id for visit in problem.visits if visit.pin is not None}
            for event in events(problem, first.plan, told):
                run = mended(event, first.plan, told, asked.seconds)
                show(name, event.name, event, first.plan, told, run)
            event = next(events(problem, first.plan, told))
            began = time.process_time()
            anew = best_plan(
                event.problem, effort=Seconds(asked.before, time.process_time, began), seed=1
            )
            spent = time.process_time() - began
            show(
                name, "(from nothing)", event, first.plan, told,
                Timed(anew, 0.0, spent, event.problem),
            )  # fmt: skip


if __name__ == "__main__":
    main()
