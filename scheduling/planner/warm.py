"""
Compile the search once, at set-up, so that the first plan does not wait for it.

    python -m scheduling.planner.warm
"""

from __future__ import annotations

import shutil

from scheduling.planner.effort import Iterations
from scheduling.planner.engine.compiled import code_folder
from scheduling.planner.improve import best_plan
from scheduling.planner.problem import Centre, Lunch, Problem, Team, TravelModel, Visit


def small_problem() -> Problem:
    """Return a problem that takes every path of the search."""
    return Problem(
        n_days=1,
        travel=TravelModel(1.35, 18.0, 28.0, 15.0, 4.0, 5.0, 3.0),
        lunch=Lunch(60, 690, 780, 780),
        centres=(Centre("centre", 37.566, 126.991),),
        teams=(Team(0, 0, frozenset(), 200, ((540, 1080),)),),
        visits=tuple(
            Visit(
                id=number,
                lat=37.5 + number / 100,
                lon=127.0,
                service=60,
                skills=frozenset(),
                windows=((540, 1080),),
                days=frozenset({0}),
                due=0,
                priority=1,
                unserved_cost=60,
            )
            for number in range(9)
        ),
    )


def warm() -> None:
    """Compile what is not compiled yet, and remove what was compiled from older sources."""
    best_plan(small_problem(), effort=Iterations(300), threads=2)
    for folder in code_folder().parent.iterdir():
        if folder.is_dir() and folder != code_folder():
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    warm()
