"""The first plan: who comes first, where they go, and that it can be done."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings

from scheduling.planner.json_io import read_problem
from scheduling.planner.plan import Plan, Reason, Result, Route
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import RouteDoesNotFit, Timeline
from scheduling.planner.search import first_plan
from scheduling.planner.travel import travel_minutes
from tests.scheduling.planner.cast import (
    NINE_TO_SIX,
    make_problem,
    make_team,
    make_visit,
    pinned,
)
from tests.scheduling.planner.checker import SHARED, as_instance, as_plan, faults, outside_checker
from tests.scheduling.planner.drawn import problems

TWO_DAYS = frozenset({0, 1})
ALL_MORNING = {"service": 300, "windows": ((540, 900),)}  # only one of these fits a day


def served(result: Result) -> set[int]:
    return {visit for route in result.plan.routes for visit in route.visits}


def test_the_visit_due_first_gets_the_only_place() -> None:
    later = make_visit(1, 10, due=3, priority=4, **ALL_MORNING)
    sooner = make_visit(2, 10, due=2, priority=1, **ALL_MORNING)

    assert served(first_plan(make_problem([later, sooner]))) == {2}


def test_priority_decides_between_visits_due_on_one_day() -> None:
    visits = [make_visit(i, 10, due=2, priority=i, **ALL_MORNING) for i in (1, 2, 4, 3)]

    assert served(first_plan(make_problem(visits))) == {4}


def test_a_confirmed_visit_stays_before_anything_overdue() -> None:
    overdue = make_visit(1, 10, due=-9, priority=4, **ALL_MORNING)
    confirmed = make_visit(2, 10, due=9, pin=pinned(700))

    result = first_plan(make_problem([overdue, confirmed]))

    assert result.plan.routes == (Route(0, 0, (2,), (700,), None),)
    assert [left.visit for left in result.unplanned] == [1]


def test_a_visit_goes_where_it_adds_the_least_driving() -> None:
    # Day 1 already goes to 40, so 30 is on its way; on day 0 it would cost 60.
    far = make_visit(1, 40, days=frozenset({1}), due=0)
    near = make_visit(2, 30, days=TWO_DAYS, due=1)

    result = first_plan(make_problem([far, near], n_days=2))

    assert [(route.day, route.visits) for route in result.plan.routes] == [(1, (2, 1))]
    assert result.objective.travel == 80


def test_a_day_in_time_comes_before_less_driving() -> None:
    # The same, but day 1 is too late for the near one.
    far = make_visit(1, 40, days=frozenset({1}), due=0)
    near = make_visit(2, 30, days=TWO_DAYS, due=0, late_cost_per_day=1, late_cap=9)

    result = first_plan(make_problem([far, near], n_days=2))

    assert [(route.day, route.visits) for route in result.plan.routes] == [(0, (2,)), (1, (1,))]


def test_the_objective_adds_up_as_by_hand() -> None:
    # 1 is two days overdue and done on day 0: late by a day at 4. 2 is done in time. 3 cannot be.
    visits = [
        make_visit(1, 10, due=-2, late_cost_per_day=4, late_cap=50),
        make_visit(2, 20),
        make_visit(3, 10, skills=frozenset({"bus"}), unserved_cost=170),
    ]

    objective = first_plan(make_problem(visits)).objective

    assert (objective.unserved, objective.late, objective.travel) == (170, 4, 40)
    assert objective.total == 214


def test_confirmed_visits_that_contradict_each_other_are_named() -> None:
    # 30 minutes at 10, then 10 minutes to 20: 11:10 can be kept, 11:09 cannot.
    first = make_visit(1, 10, pin=pinned(630))
    kept, broken = (make_visit(2, 20, pin=pinned(start)) for start in (670, 669))

    assert served(first_plan(make_problem([first, kept]))) == {1, 2}
    with pytest.raises(RouteDoesNotFit) as refusal:
        first_plan(make_problem([first, broken]))
    assert (refusal.value.team, refusal.value.day) == (0, 0)


def test_when_stopped_the_confirmed_visits_are_in_and_the_rest_is_not_tried() -> None:
    visits = [make_visit(1, 10, pin=pinned(700)), make_visit(2, 20)]

    result = first_plan(make_problem(visits), stop=lambda: True)

    assert served(result) == {1}
    assert [(u.visit, u.reason) for u in result.unplanned] == [(2, Reason.NOT_TRIED)]


def test_ids_need_not_be_positions() -> None:
    teams = [make_team(40, shifts=(None,)), make_team(70, shifts=(NINE_TO_SIX,))]
    visits = [make_visit(900, 10), make_visit(500, 20, pin=pinned(700, team=70))]

    result = first_plan(make_problem(visits, teams=teams))

    assert [(route.team, set(route.visits)) for route in result.plan.routes] == [(70, {500, 900})]


def test_one_seed_gives_one_plan() -> None:
    visits = [make_visit(i, i % 7 + 3, service=60) for i in range(20)]
    problem = make_problem(visits)

    assert first_plan(problem, seed=3) == first_plan(problem, seed=3)
    assert any(first_plan(problem, seed=s) != first_plan(problem, seed=3) for s in range(9))


def test_an_empty_problem_has_an_empty_plan() -> None:
    assert first_plan(make_problem([])).plan == Plan()


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_plan_can_be_done_and_every_visit_is_accounted_for(problem: Problem) -> None:
    try:
        result = first_plan(problem)
    except RouteDoesNotFit as refusal:
        assert no_order_keeps_the_pins(problem, refusal.team, refusal.day)
        return

    assert faults(problem, result.plan) == []
    left_out = {left.visit for left in result.unplanned}
    assert served(result) | left_out == {visit.id for visit in problem.visits}
    assert not served(result) & left_out
    checker = outside_checker()
    if checker is not None and problem.visits:  # it divides by their number
        verdict = checker.evaluate(as_instance(problem), as_plan(result.plan))
        assert verdict["errors"] == []
        assert verdict["objective"] == result.objective.total


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_reason_is_true(problem: Problem) -> None:
    try:
        result = first_plan(problem)
    except RouteDoesNotFit:
        return
    for left in result.unplanned:
        assert not fits_somewhere(problem, result.plan, left.visit)
        assert left.reason is true_reason(problem, result.plan, left.visit)
        allows_no_day = not problem.visits[left.visit].days
        assert left.needed > left.available or (allows_no_day and left.needed == 0)


def true_reason(problem: Problem, plan: Plan, visit: int) -> Reason:
    """Find the reason by taking obstacles away one at a time."""
    wanted = problem.visits[problem.visit_index[visit]]
    skilled = [team for team in problem.teams if wanted.skills <= team.skills]
    eager = tuple(replace(team, max_drive=10_000) for team in problem.teams)
    tireless = replace(problem, teams=eager)
    if not skilled:
        return Reason.NO_TEAM_WITH_SKILLS
    if not any(team.shifts[day] for team in skilled for day in wanted.days):
        return Reason.NO_DAY_ALLOWED
    if not fits_somewhere(tireless, Plan(), visit):
        return Reason.WINDOW_TOO_SHORT
    if not fits_somewhere(problem, Plan(), visit) or fits_somewhere(tireless, plan, visit):
        return Reason.NO_DRIVING_LEFT
    return Reason.NO_TIME_LEFT


def fits_somewhere(problem: Problem, plan: Plan, visit: int) -> bool:
    """Try each gap of each day by timing the whole day anew."""
    minutes, stop = travel_minutes(problem).tolist(), problem.visit_index[visit]
    orders = {(route.team, route.day): route.visits for route in plan.routes}
    for team in problem.teams:
        if not problem.visits[stop].skills <= team.skills:
            continue
        for day in problem.visits[stop].days:
            order = [problem.visit_index[v] for v in orders.get((team.id, day), ())]
            for gap in range(len(order) + 1 if team.shifts[day] else 0):
                stops = [*order[:gap], stop, *order[gap:]]
                index = problem.team_index[team.id]
                if Timeline(problem, minutes, index, day, stops).feasible:
                    return True
    return False


def no_order_keeps_the_pins(problem: Problem, team: int, day: int) -> bool:
    """Try each order of one day's confirmed visits."""
    minutes, index = travel_minutes(problem).tolist(), problem.team_index[team]
    pins = [
        stop
        for stop, visit in enumerate(problem.visits)
        if visit.pin is not None and (visit.pin.team, visit.pin.day) == (team, day)
    ]
    return not any(
        Timeline(problem, minutes, index, day, order).feasible for order in permutations(pins)
    )


@pytest.mark.parametrize("name", ["s50", "m200a"])
def test_the_outside_checker_accepts_the_plans_of_its_samples(name: str) -> None:
    checker = outside_checker()
    if checker is None:
        pytest.skip("the samples are not at hand")
    path = SHARED / f"{name}.json.gz"

    result = first_plan(read_problem(path))

    verdict = checker.evaluate(checker.load(path), as_plan(result.plan))
    assert verdict["errors"] == []
    assert (verdict["objective"], verdict["served"]) == (result.objective.total, result.served)
