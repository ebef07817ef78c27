"""Fixtures of the search."""

from __future__ import annotations

import pytest

from scheduling.planner.problem import Problem
from tests.scheduling.planner.cast import make_problem, make_team, make_visit, pinned


@pytest.fixture(scope="module")
def busy_week() -> Problem:
    """Return more visits than two teams can do in three days."""
    visits = [
        make_visit(
            i,
            5 + 7 * i % 41,
            lon=127.0 + (i % 5) / 50,
            service=30 + 10 * (i % 7),
            days=frozenset({0, 1, 2}),
            due=i % 5 - 1,
            late_cost_per_day=4,
            late_cap=40,
            unserved_cost=40 + 20 * (i % 4),
            pin=pinned(700, team=i % 2, day=i % 3) if i in (7, 20) else None,
        )
        for i in range(60)
    ]
    teams = [make_team(i, shifts=((540, 1080),) * 3, max_drive=150) for i in range(2)]
    return make_problem(visits, teams=teams, n_days=3)
