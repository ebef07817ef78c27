"""Slots for one more visit."""

from __future__ import annotations

from dataclasses import replace

from scheduling.planner.insertion import Slot, cheapest_slots
from scheduling.planner.plan import Plan
from scheduling.planner.search import first_plan
from tests.scheduling.planner.cast import NINE_TO_SIX, make_problem, make_team, make_visit, pinned
from tests.scheduling.planner.checker import faults

TWO_DAYS = frozenset({0, 1})
# Day 0 goes 40 minutes up the road at 10:00, day 1 goes 10 minutes up at 9:30.
FAR = make_visit(1, 40, days=TWO_DAYS, pin=pinned(600, day=0))
NEAR = make_visit(2, 10, days=TWO_DAYS, pin=pinned(570, day=1))


def test_the_day_that_passes_by_comes_first() -> None:
    # On the way to 40 a stop at 20 adds nothing: 540 + 20 = 560-590, and 20 on: 610 > 600, too
    # late; on the way back: 630 + 20 = 650. From 10 up to 20 and back adds 20: 600 + 10 = 610.
    new = make_visit(3, 20, days=TWO_DAYS)
    problem = make_problem([FAR, NEAR, new], n_days=2)
    plan = first_plan(replace(problem, visits=(FAR, NEAR))).plan

    assert cheapest_slots(problem, plan, 3, 3) == [Slot(0, 0, 650, 0), Slot(0, 1, 610, 20)]
    assert cheapest_slots(problem, plan, 3, 1) == [Slot(0, 0, 650, 0)]


def test_teams_without_the_skill_and_days_not_allowed_are_left_out() -> None:
    teams = [
        make_team(0, shifts=(NINE_TO_SIX,) * 2),
        make_team(1, shifts=(NINE_TO_SIX, None), skills=frozenset({"nurse", "bus"})),
    ]
    bus = make_visit(1, 10, days=TWO_DAYS, skills=frozenset({"bus"}))
    tuesday = make_visit(2, 10, days=frozenset({1}))
    problem = make_problem([bus, tuesday], teams=teams, n_days=2)

    assert cheapest_slots(problem, Plan(), 1, 9) == [Slot(1, 0, 550, 20)]
    assert cheapest_slots(problem, Plan(), 2, 9) == [Slot(0, 1, 550, 20)]


def test_a_visit_that_is_planned_already_is_taken_out_first() -> None:
    problem = make_problem([make_visit(1, 10, windows=((540, 580),))])
    plan = first_plan(problem).plan

    assert cheapest_slots(problem, plan, 1, 3) == [Slot(0, 0, 550, 20)]


def test_no_slot_is_an_empty_list() -> None:
    problem = make_problem([make_visit(1, 10, windows=((540, 570),))])

    assert cheapest_slots(problem, Plan(), 1, 3) == []


def test_each_slot_can_be_promised() -> None:
    visits = [make_visit(i, 5 * i, days=TWO_DAYS) for i in range(1, 9)]
    new = make_visit(9, 12, days=TWO_DAYS)
    problem = make_problem([*visits, new], n_days=2, start_step=10)
    plan = first_plan(replace(problem, visits=tuple(visits))).plan

    slots = cheapest_slots(problem, plan, 9, 9)

    assert len(slots) == 2
    for slot in slots:
        promised = replace(new, pin=pinned(slot.start, team=slot.team, day=slot.day))
        with_promise = replace(problem, visits=(*visits, promised))
        assert slot.start % 10 == 0
        assert faults(with_promise, first_plan(with_promise).plan) == []
