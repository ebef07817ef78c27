"""The compiled search: loaded late, compiled at set-up, never from older sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scheduling.planner.effort import Iterations
from scheduling.planner.engine import layout as at
from scheduling.planner.engine.chain import Chain
from scheduling.planner.engine.compiled import code_folder
from scheduling.planner.engine.tables import team_days, world_of
from scheduling.planner.improve import best_plan
from scheduling.planner.plan import Plan
from scheduling.planner.problem import Problem
from scheduling.planner.travel import travel_minutes
from scheduling.planner.warm import warm

ROOT = Path(__file__).resolve().parents[3]


def test_versions_start_again_before_they_run_out(busy_week: Problem) -> None:
    plain, full = (
        Chain(busy_week, world_of(busy_week, travel_minutes(busy_week)), seed=3) for _ in range(2)
    )
    pins = [[i for i in (7, 20) if (i % 2, i % 3) == day] for day in team_days(busy_week)]
    for chain in (plain, full):
        chain.begin(pins, None)
        chain.run(500, 0.0, 0.5)
    full.state.counts[at.LAST_VERSION] = (1 << 31) - 10

    for chain in (plain, full):
        chain.run(500, 0.5, 1.0)

    assert full.state.counts[at.LAST_VERSION] < 1 << 30
    assert full.finish() == plain.finish()


def test_loading_the_module_does_not_load_the_compiler() -> None:
    code = "import sys, scheduling.planner.improve; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_what_set_up_compiles_is_all_that_a_plan_needs(busy_week: Problem) -> None:
    warm()
    before = set(code_folder().rglob("*.nbc"))

    best_plan(busy_week, effort=Iterations(300), threads=2, start=Plan())

    assert len(before) == 13  # each function that Python calls, for one kind of arguments
    assert set(code_folder().rglob("*.nbc")) == before


def test_code_compiled_from_older_sources_is_removed() -> None:
    old = code_folder().parent / "0123456789abcdef"
    old.mkdir(parents=True, exist_ok=True)

    warm()

    assert not old.exists()
    assert code_folder().exists()
