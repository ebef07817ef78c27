"""
Run one planner on one problem in a process of its own (bench/planner.py starts it).

    PYTHON bench/_planner_peer.py PLANNER PROBLEM.json.gz OUT.json --seconds 30 --seed 1

Seconds are those of this process on the processor; making a library's model is not counted.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from scheduling.planner.json_io import read_problem  # noqa: E402
from scheduling.planner.plan import Plan  # noqa: E402

PLANNERS = ("staff", "ours", "pyvrp", "ortools", "vroom")


@dataclass(frozen=True)
class Answer:
    """A whole plan, or a library's routes: team's place, day, visits' places in the problem."""

    seconds: float
    plan: Plan | None = None
    routes: tuple[tuple[int, int, tuple[int, ...]], ...] = ()
    first: float | None = None
    iterations: int | None = None


def main() -> None:
    """Let the planner plan, and write down its answer."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("planner", choices=PLANNERS)
    parser.add_argument("problem", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    solve = import_module(f"_planner_by_{asked.planner}").solve
    problem = read_problem(asked.problem)
    began = time.process_time()
    answer = solve(problem, asked.seconds, asked.seed, asked.threads)
    whole = time.process_time() - began
    asked.out.write_text(json.dumps({**asdict(answer), "whole": whole}))


if __name__ == "__main__":
    main()
