"""The second opinion sees each fault; without this its silence would prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench._planner_towns import town
from scheduling.planner.json_io import read_problem
from scheduling.planner.plan import Plan, Route
from scheduling.planner.search import first_plan
from tests.scheduling.planner.cast import LUNCH, make_problem, make_team, make_visit, pinned
from tests.scheduling.planner.checker import (
    SHARED,
    as_instance,
    as_plan,
    cost,
    faults,
    outside_checker,
)

SAMPLES = {"s50": (50, 3, 5, 11), "m200a": (200, 5, 5, 21), "l1000a": (1000, 10, 10, 31)}


def test_the_checker_sees_each_fault() -> None:
    visits = [make_visit(1, 10, pin=pinned(600)), make_visit(2, 20, windows=((700, 800),))]
    problem = make_problem(visits, lunch=LUNCH, teams=[make_team(max_drive=50)])
    good = Route(0, 0, (1, 2), (600, 710), 740)

    assert faults(problem, Plan((good,))) == []
    for fault, changed in (
        ("pinned visit 1 has moved", {"starts": (601, 710)}),
        ("visit 2 is outside its windows", {"starts": (600, 699)}),
        ("gap 1 is too tight", {"starts": (600, 639)}),
        ("no lunch", {"lunch": None, "starts": (600, 760)}),
        ("lunch at a wrong time", {"lunch": 689}),
        ("lunch at a wrong time", {"lunch": 781}),
        ("pinned visit 1 is not served", {"visits": (2,), "starts": (710,)}),
    ):
        assert fault in faults(problem, Plan((replace(good, **changed),)))
    assert "a visit is served twice" in faults(problem, Plan((good, good)))
    far = make_problem([make_visit(1, 26)], teams=[make_team(max_drive=50)])
    assert faults(far, Plan((Route(0, 0, (1,), (600,), None),))) == ["too much driving"]


def worse(plan: Plan) -> Iterator[Plan]:
    """Return plans each of which breaks something in the longest route, or is not worse."""
    long = max(plan.routes, key=lambda route: len(route.visits))
    others = tuple(route for route in plan.routes if route is not long)
    yield Plan(others)
    yield Plan((*others, replace(long, visits=long.visits[1:], starts=long.starts[1:])))
    for changed in (
        {"visits": long.visits[::-1]},
        {"starts": (long.starts[0] - 5, *long.starts[1:])},
        {"starts": (*long.starts[:-1], long.starts[-1] + 7)},
        {"lunch": None},
        {"lunch": 600},
        {"day": next(route.day for route in others if route.day != long.day)},
        {"visits": (*others[0].visits[:1], *long.visits[1:])},
    ):
        yield Plan((*others, replace(long, **changed)))


@pytest.mark.parametrize("name", SAMPLES)
def test_both_checkers_count_and_refuse_alike_on_the_samples(name: str) -> None:
    outside = outside_checker()
    if outside is None:
        pytest.skip("the samples are not at hand")
    problem = read_problem(SHARED / f"{name}.json.gz")
    plan = first_plan(problem).plan

    instance = as_instance(problem)
    minutes = outside.travel_matrix(instance)

    for other in (plan, Plan(), *worse(plan)):
        says = outside.evaluate(instance, as_plan(other), minutes)
        assert says["feasible"] == (not faults(problem, other)), says["errors"]
        if says["feasible"]:
            assert says["objective"] == cost(problem, other)


@pytest.mark.parametrize("name", ["s50", "m200a"])
def test_a_seed_means_the_town_that_it_means_to_everybody(name: str) -> None:
    path = SHARED / f"{name}.json.gz"
    if not path.exists():
        pytest.skip("the samples are not at hand")

    assert replace(town(*SAMPLES[name]), name=name) == read_problem(path)
