"""Our search, for one core or more; with one the seconds are the processor's."""

from __future__ import annotations

import time

from _planner_peer import Answer

from scheduling.planner.effort import Iterations, Seconds
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.problem import Problem
from scheduling.planner.warm import small_problem


def solve(problem: Problem, seconds: float, seed: int, threads: int) -> Answer:
    """Return the plan, with what the search told on its way."""
    # What is compiled at set-up is read from disk once a process, as a server has done by then.
    best_plan(small_problem(), effort=Iterations(1))
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
    return Answer(
        plan=result.plan,
        seconds=clock() - began,
        first=told[0][0],
        iterations=told[-1][1].iterations,
    )
