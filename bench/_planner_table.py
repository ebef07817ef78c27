"""One table of all runs that are done: a line for each problem, a column for each planner."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from _planner_peer import PLANNERS

LIBRARIES = PLANNERS[2:]
Row = dict[str, int | float | str | None]

# A prototype of the same search in C++, 30 s, on the samples of the planning problem.
PROTOTYPE = {"s50": 1361, "m200a": 6109, "l1000a": 35280}


@dataclass(frozen=True)
class Done:
    """One run that is done, by the key it is kept under."""

    problem: str
    planner: str
    seconds: float
    threads: int
    objective: int | None
    faults: int

    @classmethod
    def of(cls, row: Row) -> Done:
        """Read one kept row."""
        name, planner, seconds, _, threads = str(row["key"]).split()
        found, faults = row["objective"], row.get("faults")
        return cls(
            name.removesuffix(".json.gz"),
            planner,
            float(seconds),
            int(threads),
            None if found is None else int(found),
            int(faults or 0),
        )


def size(problem: str) -> tuple[int, str]:
    """Order problems by how many visits they have, as far as their names say so."""
    numbers = "".join(c if c.isdigit() else " " for c in problem).split()
    return int(numbers[0]) if numbers else 0, problem


def table(rows: Iterable[Row], seconds: list[float]) -> None:
    """Print ours (the median of its runs) beside what staff do and each library."""
    done = [Done.of(row) for row in {row["key"]: row for row in rows}.values()]
    times = [f"ours {one:g} s" for one in seconds]
    names = ("problem", "staff", *LIBRARIES, *times, *(f"{one:g} s is" for one in seconds))
    print("\nobjectives, less is better; ours: the median of its runs; then how much less or more")
    print("than the best library's it is, and of how many runs")
    print("".join(f"{name:>14}" for name in (*names, "runs", "prototype")))
    for problem in sorted({one.problem for one in done}, key=size):
        mine = [one for one in done if one.problem == problem]
        print("".join(f"{cell:>14}" for cell in line(problem, mine, seconds)))
    wrong, none = sum(one.faults > 0 for one in done), sum(one.objective is None for one in done)
    print(f"plans that cannot be done: {wrong} of {len(done)} runs; runs that found none: {none}")


def line(problem: str, done: list[Done], seconds: list[float]) -> list[str]:
    """Return the cells of one problem: "-" where nothing was run, "none" where none was found."""
    others = {name: [one.objective for one in done if one.planner == name] for name in PLANNERS}
    cells = [problem]
    for name in ("staff", *LIBRARIES):
        found = [cost for cost in others[name] if cost is not None]
        cells.append(f"{min(found):,}" if found else "none" if others[name] else "-")
    theirs = [cost for name in LIBRARIES for cost in others[name] if cost is not None]
    shares, runs = [], []
    for one in seconds:
        ours = [
            each.objective
            for each in done
            if (each.planner, each.seconds, each.threads) == ("ours", one, 1)
            and each.objective is not None
        ]
        middle = statistics.median(ours) if ours else None
        cells.append("-" if middle is None else f"{middle:,.0f}")
        compared = middle is not None and theirs
        shares.append(f"{100 * (middle or 0) / min(theirs) - 100:+.2f} %" if compared else "-")
        runs.append(str(len(ours)))
    known = PROTOTYPE.get(problem)
    return [*cells, *shares, "/".join(runs), f"{known:,}" if known else "-"]
