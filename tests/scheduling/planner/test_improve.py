"""The best plan: it can be done, keeps promises, is no worse than what staff do, repeats itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings

from scheduling.planner.effort import Iterations, Seconds
from scheduling.planner.engine.tables import team_days
from scheduling.planner.improve import Progress, best_plan
from scheduling.planner.json_io import read_problem
from scheduling.planner.plan import Reason, Result
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import RouteDoesNotFit, Timeline
from scheduling.planner.search import first_plan
from scheduling.planner.travel import travel_minutes
from tests.scheduling.planner.cast import make_problem, make_team, make_visit
from tests.scheduling.planner.checker import SHARED, as_instance, as_plan, faults, outside_checker
from tests.scheduling.planner.drawn import problems

SHORT = Iterations(400)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_any_plan_can_be_done_and_costs_no_more_than_the_first_one(problem: Problem) -> None:
    try:
        first = first_plan(problem)
    except RouteDoesNotFit as refusal:
        with pytest.raises(RouteDoesNotFit) as same:
            best_plan(problem, effort=SHORT)
        assert (same.value.team, same.value.day) == (refusal.team, refusal.day)
        return

    best = best_plan(problem, effort=SHORT)

    assert faults(problem, best.plan) == []
    assert best.objective.total <= first.objective.total
    left_out = {visit.id for visit in problem.visits} - {
        visit for route in best.plan.routes for visit in route.visits
    }
    assert {left.visit for left in best.unplanned} == left_out
    checker = outside_checker()
    if checker is not None and problem.visits:
        verdict = checker.evaluate(as_instance(problem), as_plan(best.plan))
        assert verdict["objective"] == best.objective.total
        assert verdict["errors"] == []


@settings(max_examples=60, deadline=None, derandomize=True)  # a search proves nothing in general
@given(problems().map(lambda problem: replace(problem, visits=problem.visits[:4])))
def test_a_small_plan_is_the_best_there_is(problem: Problem) -> None:
    try:
        best = best_plan(problem, effort=Iterations(5000))
    except RouteDoesNotFit:
        return

    assert best.objective.total == least_of_all(problem)


def least_of_all(problem: Problem) -> int:
    """Try every assignment of visits to team-days, in every order."""
    minutes = travel_minutes(problem).tolist()
    days = team_days(problem)
    shortest: dict[tuple[int, frozenset[int]], int | None] = {}

    def least_driving(day: int, stops: frozenset[int]) -> int | None:
        if (day, stops) not in shortest:
            lines = (Timeline(problem, minutes, *days[day], order) for order in permutations(stops))
            shortest[day, stops] = min((t.travel for t in lines if t.feasible), default=None)
        return shortest[day, stops]

    def cost_of(choice: tuple[int | None, ...]) -> int | None:
        total = 0
        for stop, day in enumerate(choice):
            visit = problem.visits[stop]
            total += visit.unserved_cost if day is None else visit.late_cost(days[day][1])
        for day in range(len(days)):
            driving = least_driving(day, frozenset(s for s, d in enumerate(choice) if d == day))
            if driving is None:
                return None
            total += driving
        return total

    choices = product(*(places_of(problem, stop) for stop in range(len(problem.visits))))
    return min(cost for choice in choices if (cost := cost_of(choice)) is not None)


def places_of(problem: Problem, stop: int) -> list[int | None]:
    """Return the team-days that suit a visit, and None unless it is confirmed."""
    visit = problem.visits[stop]
    days = list(enumerate(team_days(problem)))
    if visit.pin is not None:
        pin = problem.team_index[visit.pin.team], visit.pin.day
        return [route for route, team_day in days if team_day == pin]
    return [None] + [
        route
        for route, (team, day) in days
        if visit.skills <= problem.teams[team].skills and day in visit.days
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_seed_and_a_number_of_iterations_make_one_plan(busy_week: Problem, threads: int) -> None:
    def run(seed: int) -> Result:
        return best_plan(busy_week, effort=Iterations(3000), seed=seed, threads=threads)

    assert run(1) == run(1)
    assert {run(seed).plan for seed in range(4)} != {run(1).plan}


def test_progress_starts_with_a_plan_and_never_gets_worse(busy_week: Problem) -> None:
    told: list[Progress] = []

    best = best_plan(busy_week, effort=Iterations(2000), progress=told.append)

    assert (told[0].iterations, told[0].share) == (0, 0.0)
    assert (told[-1].iterations, told[-1].share) == (2000, 1.0)
    costs = [one.objective for one in told]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1] >= best.objective.total


def test_stopped_at_once_it_still_returns_a_plan(busy_week: Problem) -> None:
    plan = best_plan(busy_week, effort=Iterations(10**9), stop=lambda: True)

    assert plan.served > 10
    assert faults(busy_week, plan.plan) == []


def test_it_ends_when_the_clock_handed_in_says_so(busy_week: Problem) -> None:
    ticks = iter(range(100))
    told: list[Progress] = []

    best_plan(
        busy_week,
        effort=Seconds(10, clock=lambda: float(next(ticks)), began=0.0),
        progress=told.append,
    )

    assert told[-1].share == 1.0
    assert next(ticks) < 20


def test_a_plan_to_start_from_is_never_made_worse(busy_week: Problem) -> None:
    good = best_plan(busy_week, effort=Iterations(20_000), seed=5)

    again = best_plan(busy_week, effort=Iterations(0), start=good.plan)

    assert again.objective.total <= good.objective.total
    assert best_plan(busy_week, effort=Iterations(0)).objective.total > good.objective.total


def test_a_start_that_no_longer_fits_is_used_where_it_does(busy_week: Problem) -> None:
    good = best_plan(busy_week, effort=Iterations(2000))
    sick = replace(busy_week.teams[0], shifts=(None, (540, 700), (540, 1080)))
    visits = [replace(v, pin=None) if v.pin else v for v in busy_week.visits]
    changed = replace(busy_week, teams=(sick, busy_week.teams[1]), visits=tuple(visits[:50]))

    plan = best_plan(changed, effort=Iterations(500), start=good.plan).plan

    assert faults(changed, plan) == []
    kept = {(route.team, route.day) for route in good.plan.routes if route.team == 1}
    assert kept <= {(route.team, route.day) for route in plan.routes}


def test_what_would_cost_more_than_it_is_worth_is_left_out_with_both_numbers() -> None:
    far = make_visit(1, 40, unserved_cost=79)

    (left,) = best_plan(make_problem([far]), effort=SHORT).unplanned

    assert (left.reason, left.needed, left.available) == (Reason.NOT_WORTH_IT, 80, 79)
    worth_it = make_problem([replace(far, unserved_cost=81)])
    assert best_plan(worth_it, effort=SHORT).unplanned == ()


def test_nobody_at_work_and_nothing_to_do_are_plans_too() -> None:
    off = make_problem([make_visit(1, 10)], teams=[make_team(shifts=(None,))])

    assert best_plan(off, effort=SHORT).objective.total == 100
    assert best_plan(make_problem([]), effort=SHORT).plan.routes == ()


@pytest.mark.parametrize(("name", "most"), [("s50", 1420), ("m200a", 6750), ("l1000a", 41000)])
def test_the_outside_checker_accepts_the_plans_of_its_samples(name: str, most: int) -> None:
    checker = outside_checker()
    if checker is None:
        pytest.skip("the samples are not at hand")
    path = SHARED / f"{name}.json.gz"

    result = best_plan(read_problem(path), effort=Iterations(8000))

    verdict = checker.evaluate(checker.load(path), asdict(result.plan))
    assert verdict["errors"] == []
    assert (verdict["objective"], verdict["served"]) == (result.objective.total, result.served)
    assert result.objective.total < most
