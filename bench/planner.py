"""
Plan with the same seconds and one core, and print one table: what staff do, and what we do.

    bin/bench planner [--seconds 5 30] [--seeds 1 2 3] [--threads 1]   towns drawn from the seeds
    bin/bench planner FILE.json.gz ...           problems of the schema seoul-outreach-1 instead

Seconds are those of the processor, so that a busy machine does not matter; with more than one
thread they are those of the wall clock. Each plan is checked by the second opinion of the tests,
which shares no code with the planner.
"""

from __future__ import annotations

import os
import random
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from scheduling.planner.effort import Seconds
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.json_io import read_problem
from scheduling.planner.plan import Result
from scheduling.planner.problem import Centre, Lunch, Problem, Team, TravelModel, Visit
from scheduling.planner.search import first_plan
from scheduling.planner.warm import warm
from tests.scheduling.planner.checker import faults

SIZES = ((60, 5, 5), (200, 5, 5), (1000, 10, 10), (3000, 20, 20))  # visits, teams, days
TRAVEL = TravelModel(1.35, 18.0, 28.0, 15.0, 4.0, 5.0, 3.0)
LUNCH = Lunch(60, 690, 780, 780)
DUTIES = (["nurse"], ["nurse", "counsellor"], ["nurse", "doctor"])


def town(n_visits: int, n_teams: int, n_days: int, seed: int) -> Problem:
    """Return a town with visits all over Seoul, half of them with a morning or an afternoon."""
    draw = random.Random(seed)
    duties = [frozenset(duty) for duty in DUTIES]
    return Problem(
        n_days=n_days,
        travel=TRAVEL,
        lunch=LUNCH,
        centres=(Centre("centre", 37.566, 126.991),),
        teams=tuple(
            Team(i, 0, duties[1 + i % 2] | duties[i % 2], 200, ((540, 1080),) * n_days)
            for i in range(n_teams)
        ),
        visits=tuple(_visit(i, n_days, duties, draw) for i in range(n_visits)),
        name=f"town {n_visits} seed {seed}",
    )


def _visit(id: int, n_days: int, duties: list[frozenset[str]], draw: random.Random) -> Visit:
    priority = draw.choices((1, 2, 3, 4), (50, 28, 16, 6))[0]
    cost = 30 << priority
    return Visit(
        id=id,
        lat=draw.gauss(37.55, 0.035),
        lon=draw.gauss(126.99, 0.07),
        service=draw.randrange(20, 90, 5),
        skills=draw.choice(duties),
        windows=draw.choice((((540, 1080),), ((540, 1080),), ((540, 720),), ((780, 1080),))),
        days=frozenset(range(n_days)),
        due=draw.randrange(-n_days, 2 * n_days),
        priority=priority,
        unserved_cost=cost,
        late_cost_per_day=2 * priority,
        late_cap=cost * 4 // 5,
    )


def by_staff(problem: Problem) -> None:
    """Plan as staff do: earliest due first, each where it adds the least driving."""
    began = time.process_time()
    result = first_plan(problem)
    _print(problem, "by staff", result, time.process_time() - began, 0.0)


def by_search(problem: Problem, seconds: float, threads: int, seed: int) -> None:
    """Plan with our search."""
    clock = time.process_time if threads == 1 else time.perf_counter
    told: list[tuple[float, Progress]] = []
    began = clock()
    result = best_plan(
        problem,
        effort=Seconds(seconds, clock, began),
        threads=threads,
        seed=seed,
        progress=lambda step: told.append((clock() - began, step)),
    )
    searched = told[-1][0] - told[0][0]
    _print(
        problem,
        f"ours {seconds:g} s",
        result,
        told[0][0],
        told[-1][1].iterations / max(searched, 1e-9),
    )


def _print(problem: Problem, who: str, result: Result, first: float, speed: float) -> None:
    wrong = len(faults(problem, result.plan))
    print(
        f"{problem.name:<22}{who:<11}{result.objective.total:>10}{result.served:>8}"
        f"{result.objective.travel:>8}{first:>9.2f}{speed:>9.0f}{wrong:>8}",
        flush=True,
    )


def problems(files: list[Path], seeds: list[int]) -> Iterator[Problem]:
    """Return the problems of the files, or towns of all sizes and seeds."""
    for file in files:
        yield read_problem(file)
    if not files:
        for size in SIZES:
            for seed in seeds:
                yield town(*size, seed)


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, nargs="+", default=[5.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    warm()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    head = ("problem", "plan", "objective", "served", "travel", "first s", "it/s", "faults")
    print("{:<22}{:<11}{:>10}{:>8}{:>8}{:>9}{:>9}{:>8}".format(*head))
    for problem in problems(options.files, options.seeds):
        by_staff(problem)
        for seconds in options.seconds:
            by_search(problem, seconds, options.threads, options.seeds[0])
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
