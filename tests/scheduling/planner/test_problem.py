"""Problems refuse what contradicts itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.planner.problem import Lunch, Problem, ProblemNotUnderstood
from tests.scheduling.planner.cast import (
    LUNCH,
    NINE_TO_SIX,
    ROAD,
    make_problem,
    make_team,
    make_visit,
    pinned,
)


@pytest.mark.parametrize(
    ("due", "day", "cost"),
    [
        (2, 1, 0),  # before its due day
        (2, 2, 0),  # on its due day
        (2, 4, 8),  # two days late at 4 a day
        (0, 4, 10),  # four days would be 16, the cap is 10
        (-9, 0, 4),  # overdue: the lateness of the past is not counted, today is one day
    ],
)
def test_lateness_counts_from_the_due_day_up_to_its_cap(due: int, day: int, cost: int) -> None:
    visit = make_visit(1, 10, due=due, late_cost_per_day=4, late_cap=10)

    assert visit.late_cost(day) == cost


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"service": 0}, "visit 1: service is not above 0"),
        ({"priority": 5}, "visit 1: priority is not 1, 2, 3 or 4"),
        ({"lat": float("nan")}, "visit 1: lat and lon are not on the earth"),
        ({"late_cap": -1}, "visit 1: a cost is less than 0"),
        ({"windows": ((600, 600),)}, "visit 1: window 600-600 is empty"),
        ({"windows": ((600, 700), (650, 800))}, "visit 1: window 650-800 is empty, out of order"),
        ({"days": frozenset({1})}, "visit 1: a day is not within 0 to 0"),
        ({"pin": pinned(600, team=7)}, "visit 1: pin: no team 7"),
        ({"pin": pinned(600, day=3)}, "visit 1: pin: day 3 is not one of its days"),
        ({"pin": pinned(600), "skills": frozenset({"bus"})}, "pin: team 0 lacks a skill"),
    ],
)
def test_a_visit_that_contradicts_itself_is_named(changed: dict[str, object], words: str) -> None:
    with pytest.raises(ProblemNotUnderstood, match=words):
        make_problem([make_visit(1, 10, **changed)])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"centre": 1}, "team 0: no centre 1"),
        ({"shifts": (NINE_TO_SIX, None)}, "team 0: shifts are not 1 days"),
        ({"shifts": ((1080, 540),)}, "team 0: the shift of day 0 is not a time of one day"),
        ({"max_drive": -1}, "team 0: max_drive is less than 0"),
    ],
)
def test_a_team_that_contradicts_itself_is_named(changed: dict[str, object], words: str) -> None:
    with pytest.raises(ProblemNotUnderstood, match=words):
        make_problem([], teams=[make_team(0, **changed)])


def test_a_pin_on_a_day_off_is_refused() -> None:
    off = make_team(shifts=(None,))

    with pytest.raises(ProblemNotUnderstood, match="team 0 is off that day"):
        make_problem([make_visit(1, 10, pin=pinned(600))], teams=[off])


def test_two_things_with_one_id_are_refused() -> None:
    with pytest.raises(ProblemNotUnderstood, match="two visits have one id"):
        make_problem([make_visit(1, 10), make_visit(1, 20)])
    with pytest.raises(ProblemNotUnderstood, match="two teams have one id"):
        make_problem([], teams=[make_team(), make_team()])


def test_lunch_and_travel_are_checked() -> None:
    with pytest.raises(ProblemNotUnderstood, match="earliest is after latest_start"):
        Lunch(minutes=60, earliest=800, latest_start=780, exempt_if_back_by=780)
    with pytest.raises(ProblemNotUnderstood, match="a speed is not above 0"):
        replace(ROAD, v_short=0.0)


def test_a_problem_without_days_or_step_is_refused() -> None:
    good = make_problem([], lunch=LUNCH)

    with pytest.raises(ProblemNotUnderstood, match="n_days is less than 1"):
        Problem(0, good.travel, good.lunch, good.centres, (), ())
    with pytest.raises(ProblemNotUnderstood, match="start_step is less than 1"):
        replace(good, start_step=0)
