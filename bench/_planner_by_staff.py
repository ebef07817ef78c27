"""What staff do: the earliest due first, each where it adds the least driving."""

from __future__ import annotations

import time

from _planner_peer import Answer

from scheduling.planner.problem import Problem
from scheduling.planner.search import first_plan


def solve(problem: Problem, seconds: float, seed: int, threads: int) -> Answer:
    """Return the plan; it takes what it takes."""
    began = time.process_time()
    result = first_plan(problem)
    spent = time.process_time() - began
    return Answer(plan=result.plan, seconds=spent, first=spent)
