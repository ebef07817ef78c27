"""Planning anew: who was told stays, others move only for a reason, and all of it is counted."""

from __future__ import annotations

from dataclasses import replace

from scheduling.planner.effort import Iterations
from scheduling.planner.improve import best_plan
from scheduling.planner.plan import Plan, Route
from scheduling.planner.problem import Pin, Problem
from scheduling.planner.replan import AWAY_COST, MOVE_COST, Changes, calm, changes, replan
from tests.scheduling.planner.cast import NINE_TO_SIX, make_problem, make_team, make_visit, pinned
from tests.scheduling.planner.checker import faults

SHORT = Iterations(500)
BOTH = frozenset({0, 1})


def two_days(*, n_visits: int = 6) -> Problem:
    visits = [make_visit(i, 5 * i + 5, days=BOTH, service=60) for i in range(n_visits)]
    teams = [make_team(team, shifts=(NINE_TO_SIX,) * 2) for team in (0, 1)]
    return make_problem(visits, teams=teams, n_days=2)


def without_team(problem: Problem, team: int, day: int) -> Problem:
    shifts = list(problem.teams[team].shifts)
    shifts[day] = None
    teams = list(problem.teams)
    teams[team] = replace(teams[team], shifts=tuple(shifts))
    return replace(problem, teams=tuple(teams))


def apart() -> Plan:
    """Return a plan that is dearer than need be: half of the visits by another team."""
    return Plan(
        (
            Route(0, 0, (0, 1, 2), (545, 610, 675), None),
            Route(1, 1, (3, 4, 5), (560, 625, 690), None),
        )
    )


def test_told_visits_stay_to_the_minute_and_others_need_a_reason_to_move() -> None:
    problem = two_days()

    after = replan(problem, apart(), told={0, 1, 2}, effort=SHORT).plan

    found = changes(apart(), after)
    assert set(found.stays) >= {0, 1, 2}
    assert found.left_out == found.taken_in == ()
    assert faults(problem, after) == []


def test_without_a_cost_of_moving_everything_goes_to_one_team() -> None:
    after = best_plan(two_days(), effort=SHORT, start=apart()).plan

    assert len({(route.team, route.day) for route in after.routes}) == 1


def test_a_move_is_made_when_it_saves_more_than_it_costs() -> None:
    visit = make_visit(1, 10, days=BOTH, home=(0, 1), move_cost=MOVE_COST, late_cost_per_day=9)
    dear = replace(visit, late_cap=90, late_cost_per_day=MOVE_COST + 1)
    teams = [make_team(shifts=(NINE_TO_SIX,) * 2)]

    for wanted, day in ((visit, 1), (dear, 0)):
        result = best_plan(make_problem([wanted], teams=teams, n_days=2), effort=SHORT)
        assert [route.day for route in result.plan.routes] == [day]
        assert result.objective.moved == (0 if day else MOVE_COST)


def test_a_sick_team_s_told_visits_go_to_others_and_nobody_else_is_touched() -> None:
    problem = without_team(two_days(), 0, 0)

    after = replan(problem, apart(), told=set(range(6)), effort=SHORT).plan

    found = changes(apart(), after)
    assert set(found.stays) == {3, 4, 5}
    assert set(found.moved) == {0, 1, 2}
    assert faults(problem, after) == []


def test_a_team_that_must_be_home_early_keeps_what_it_still_can() -> None:
    problem = two_days()
    shorter = replace(problem.teams[0], shifts=((540, 680), NINE_TO_SIX))
    problem = replace(problem, teams=(shorter, problem.teams[1]))

    asked = calm(problem, apart(), told={0, 1, 2})

    assert [visit.pin for visit in asked.visits[:3]] == [Pin(0, 0, 545), Pin(0, 0, 610), None]
    assert asked.visits[2].unserved_cost == AWAY_COST


def test_a_visit_confirmed_before_stays_confirmed() -> None:
    visits = [make_visit(1, 10, pin=pinned(600)), make_visit(2, 20)]
    problem = make_problem(visits)
    before = best_plan(problem, effort=SHORT).plan

    asked = calm(problem, before, told=())

    assert asked.visits[0] == visits[0]
    assert (asked.visits[1].home, asked.visits[1].pin) == ((0, 0), None)


def test_what_changed_is_counted_once_each() -> None:
    before = Plan((Route(0, 0, (1, 2, 3, 4), (540, 600, 660, 720), None),))
    after = Plan(
        (
            Route(0, 0, (1, 2), (540, 605), None),
            Route(1, 0, (3, 5), (660, 720), None),
        )
    )

    assert changes(before, after) == Changes(
        stays=(1,), retimed=(2,), moved=(3,), left_out=(4,), taken_in=(5,)
    )
