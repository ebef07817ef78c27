"""
Plan the same problems with what staff do, with our search and with three libraries; one table.

    bin/bench planner                          three seeds of 200, 1,000 and 3,000 visits
    bin/bench planner FILE.json.gz ...         problems of the schema seoul-outreach-1 besides
    bin/bench planner --only ours staff --sizes 200 --seeds 11 12 --runs 5

One core and the same seconds for all: those of the processor, so that a busy machine is fair. Ours
is timed at each of --seconds, --runs times with other seeds; the libraries have the longest. What
a library cannot express is told in bench/_planner_by_*.py; its plan is repaired by one rule
(bench/_planner_repair.py). Every plan is checked by the second opinion of the tests, which shares
no code with the planner. Runs that are done are kept and not made again (--results, --again), so
that the bench can be run in parts and the whole be shown at the end:

    bin/bench planner --only pyvrp --sizes 1000 --seeds 12
    bin/bench planner --table

The libraries are no part of the product. To have them in a place of their own:

    .tools/bin/uv venv var/peers
    .tools/bin/uv pip sync --python var/peers/bin/python --require-hashes requirements-peers.txt
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _planner_peer import PLANNERS, ROOT
from _planner_repair import as_is, repaired
from _planner_table import LIBRARIES, Row, table
from _planner_towns import town

from scheduling.planner.json_io import read_problem, write_problem
from scheduling.planner.plan import Plan, Route
from scheduling.planner.problem import Problem
from scheduling.planner.warm import warm
from tests.scheduling.planner.checker import as_instance, as_plan, cost, faults, outside_checker

TEAMS_AND_DAYS = {60: (5, 5), 200: (5, 5), 1000: (10, 10), 3000: (20, 20)}
HEAD = "{:<22}{:<9}{:>8}{:>6}{:>11}{:>8}{:>8}{:>9}{:>10}{:>8}{:>7}"
LINE = "{:<22}{:<9}{:>8}{:>6}{:>11,}{:>8,}{:>8,}{:>9}{:>10}{:>8}{:>7}"


@dataclass(frozen=True)
class Run:
    """One planner on one problem."""

    problem: Path
    planner: str
    seconds: float
    seed: int
    threads: int

    @property
    def key(self) -> str:
        """What it is known by among the runs that are done."""
        return f"{self.problem.name} {self.planner} {self.seconds:g} {self.seed} {self.threads}"


def problems(asked: Namespace) -> Iterator[Path]:
    """Return the files named, then towns by size and seed, drawn when they are not there yet."""
    yield from asked.files
    folder = asked.results.parent / "towns"
    folder.mkdir(parents=True, exist_ok=True)
    for size in asked.sizes:
        for seed in asked.seeds:
            path = folder / f"town-{size}-{seed}.json.gz"
            if not path.exists():
                write_problem(town(size, *TEAMS_AND_DAYS[size], seed), path)
            yield path


def runs(asked: Namespace, path: Path) -> Iterator[Run]:
    """Return what is to be run on one problem."""
    for planner in asked.only:
        if planner == "ours":
            for seconds in asked.seconds:
                for seed in range(1, asked.runs + 1):
                    yield Run(path, planner, seconds, seed, asked.threads)
        else:
            yield Run(path, planner, 0 if planner == "staff" else max(asked.seconds), 1, 1)


def run(one: Run, asked: Namespace) -> Row:
    """Let one planner plan in a process of its own, repair and check what comes of it."""
    python = str(asked.peers) if one.planner in LIBRARIES else sys.executable
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [
            *shlex.split(asked.through), python, str(ROOT / "bench/_planner_peer.py"), one.planner,
            str(one.problem), out.name, f"--seconds={one.seconds}", f"--seed={one.seed}",
            f"--threads={one.threads}",
        ]  # fmt: skip
        # What finds nothing may also not hear that its time is up.
        limit = f"ulimit -t {int(2 * one.seconds + 120)}; exec "
        done = subprocess.run(["sh", "-c", limit + shlex.join(command)], check=False)
        text = Path(out.name).read_text()
    if done.returncode or not text:
        return {"key": one.key, "objective": None, "why": f"ended with {done.returncode}"}
    answer = json.loads(text)
    problem = read_problem(one.problem)
    if answer["plan"] is not None:
        routes = [
            Route(r["team"], r["day"], tuple(r["visits"]), tuple(r["starts"]), r["lunch"])
            for r in answer["plan"]["routes"]
        ]
        plan, dropped, raw = Plan(tuple(routes)), 0, None
    else:
        raw = cost(problem, as_is(problem, answer["routes"]))
        plan, dropped = repaired(problem, answer["routes"])
    served = sum(len(route.visits) for route in plan.routes)
    return {
        "key": one.key, "objective": cost(problem, plan), "faults": verdict(problem, plan),
        "served": served, "visits": len(problem.visits), "seconds": answer["seconds"],
        "first": answer["first"], "iterations": answer["iterations"], "raw": raw,
        "dropped": dropped,
    }  # fmt: skip


def verdict(problem: Problem, plan: Plan) -> int:
    """Return how many faults a plan has; where the outside checker is at hand, it must agree."""
    wrong = len(faults(problem, plan))
    outside = outside_checker()
    if outside is not None:
        says = outside.evaluate(as_instance(problem), as_plan(plan))
        if (says["objective"], says["feasible"]) != (cost(problem, plan), not wrong):
            raise SystemExit(f"the two checkers disagree: {says['errors']}")
    return wrong


def show(one: Run, row: Row) -> None:
    """Print one line."""
    name = one.problem.name.removesuffix(".json.gz")
    seconds = f"{one.seconds:g} s" if one.seconds else "-"
    if row["objective"] is None:
        print(HEAD.format(name, one.planner, seconds, one.seed, "no plan", *" " * 6), flush=True)
        return
    first = "-" if row["first"] is None else f"{row['first']:.2f}"
    speed = "-" if not row["iterations"] else f"{row['iterations'] / row['seconds']:,.0f}"
    values = (row["objective"], row["served"], row["visits"], first, speed, row["dropped"])
    print(LINE.format(name, one.planner, seconds, one.seed, *values, row["faults"]), flush=True)


def arguments() -> Namespace:
    """Read what is asked for."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--only", nargs="+", choices=PLANNERS, default=PLANNERS)
    parser.add_argument("--sizes", type=int, nargs="*", default=[200, 1000, 3000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13], help="of the towns")
    parser.add_argument("--seconds", type=float, nargs="+", default=[5.0, 30.0])
    parser.add_argument("--runs", type=int, default=3, help="of ours, each with another seed")
    parser.add_argument("--threads", type=int, default=1, help="of ours; above 1 the wall counts")
    parser.add_argument("--peers", type=Path, default=ROOT / "var/peers/bin/python")
    parser.add_argument("--results", type=Path, default=ROOT / "var/bench/planner.jsonl")
    parser.add_argument("--through", default="", help="a command that starts each run")
    parser.add_argument("--again", action="store_true", help="make the runs anew")
    parser.add_argument("--table", action="store_true", help="run nothing; show all that is kept")
    return parser.parse_args()


def main() -> None:
    """Print a line for each run, then the table."""
    asked = arguments()
    if set(asked.only) & set(LIBRARIES) and not asked.peers.exists():
        raise SystemExit(f"{asked.peers} is not there. See how to have the libraries: --help")
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    asked.results.touch()
    kept = (json.loads(line) for line in asked.results.read_text().splitlines())
    if asked.table:
        table(kept, asked.seconds)
        return
    known: dict[str, Row] = {} if asked.again else {row["key"]: row for row in kept}
    warm()
    done: dict[Run, Row] = {}
    print(
        HEAD.format(
            "problem", "planner", "seconds", "seed", "objective", "served", "visits", "first s",
            "it/s", "dropped", "faults",
        )
    )  # fmt: skip
    for path in problems(asked):
        for one in runs(asked, path):
            if one.key not in known:
                known[one.key] = run(one, asked)
                with asked.results.open("a") as file:
                    file.write(json.dumps(known[one.key]) + "\n")
            done[one] = known[one.key]
            show(one, done[one])
    table(done.values(), asked.seconds)


if __name__ == "__main__":
    main()
