"""
Time the first plan: one table of sizes, seconds, objective and visits served.

    python bench/planner.py [SEED]              towns of our own, drawn from the seed
    python bench/planner.py FILE.json.gz ...    problems of the schema seoul-outreach-1
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scheduling.planner.json_io import read_problem
from scheduling.planner.problem import Centre, Lunch, Problem, Team, TravelModel, Visit
from scheduling.planner.search import first_plan

SIZES = ((60, 5, 5), (200, 5, 5), (1000, 10, 10), (3000, 20, 20))  # visits, teams, days
ROUNDS = 3
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
        name=f"town of {n_visits}",
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


def main(arguments: list[str]) -> None:
    """Print the table; seconds are the median of three."""
    if arguments and not arguments[0].isdigit():
        problems = [read_problem(Path(argument)) for argument in arguments]
    else:
        seed = int(arguments[0]) if arguments else 1
        problems = [town(*size, seed) for size in SIZES]
    head = ("problem", "visits", "team-days", "seconds", "objective", "served", "travel")
    print("{:<16}{:>8}{:>11}{:>9}{:>11}{:>8}{:>8}".format(*head))
    for problem in problems:
        seconds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            result = first_plan(problem)
            seconds.append(time.perf_counter() - started)
        team_days = sum(shift is not None for team in problem.teams for shift in team.shifts)
        print(
            f"{problem.name:<16}{len(problem.visits):>8}{team_days:>11}"
            f"{sorted(seconds)[ROUNDS // 2]:>9.2f}{result.objective.total:>11}"
            f"{result.served:>8}{result.objective.travel:>8}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
