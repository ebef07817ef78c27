"""Travel minutes, by hand and as the outside checker has them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduling.planner.effort import Iterations
from scheduling.planner.improve import best_plan
from scheduling.planner.json_io import read_problem
from scheduling.planner.problem import ProblemNotUnderstood, TravelModel
from scheduling.planner.travel import minutes_between, travel_minutes
from tests.scheduling.planner.cast import KM_A_DEGREE, make_problem, make_team, make_visit
from tests.scheduling.planner.checker import SHARED, outside_checker

SEOUL = TravelModel(
    detour=1.35,
    v_short=18.0,
    v_long=28.0,
    v_ramp_km=15.0,
    river_min=4.0,
    parking_min=5.0,
    same_building_min=3.0,
)
LON = 127.03  # the Han is at 37.531 here


@pytest.mark.parametrize(
    ("km", "minutes"),
    [
        (0.00, 3),  # same building
        (0.02, 3),  # within 30 m
        (0.10, 6),  # road 0.135 km at 18.09 km/h: 0.4 + 5 parking, rounded up
        (2.00, 14),  # road 2.7 km at 19.8 km/h: 8.2 + 5
        (10.0, 35),  # road 13.5 km at 27 km/h: 30.0 + 5, a hair less here, so not 36
        (20.0, 63),  # road 27 km at the full 28 km/h: 57.9 + 5
    ],
)
def test_minutes_grow_with_the_road_and_round_up(km: float, minutes: int) -> None:
    points = np.array([(37.60, LON), (37.60 + km * 0.99999 / KM_A_DEGREE, LON)])

    assert minutes_between(points, SEOUL)[0, 1] == minutes


def test_crossing_the_han_takes_four_minutes_more() -> None:
    north_bank = np.array([(37.60, LON), (37.62, LON)])
    over_the_river = np.array([(37.52, LON), (37.54, LON)])

    dry = minutes_between(north_bank, SEOUL)[0, 1]

    assert minutes_between(over_the_river, SEOUL)[0, 1] == dry + 4


def test_rows_are_the_centres_and_then_the_visits() -> None:
    problem = make_problem([make_visit(7, 10), make_visit(8, 25)])

    assert travel_minutes(problem).tolist() == [[0, 10, 25], [10, 0, 15], [25, 15, 0]]


@pytest.mark.parametrize("name", ["s50", "m200a"])
def test_minutes_equal_those_of_the_outside_checker(name: str) -> None:
    checker = outside_checker()
    if checker is None:
        pytest.skip("the samples are not at hand")
    path = SHARED / f"{name}.json.gz"

    ours = travel_minutes(read_problem(path))

    assert np.array_equal(ours, checker.travel_matrix(checker.load(path)))


def test_the_ways_from_and_to_a_centre_lie_in_the_rush_hours() -> None:
    calm = make_problem([make_visit(1, 10), make_visit(2, 30)])
    rush = replace(calm, travel=replace(calm.travel, rush=1.5))

    assert travel_minutes(rush).tolist() == [[0, 15, 45], [15, 0, 20], [45, 20, 0]]
    assert travel_minutes(calm).tolist() == [[0, 10, 30], [10, 0, 20], [30, 20, 0]]


def test_ways_that_are_known_better_stand_instead_of_the_model() -> None:
    ways = ((0, 3, 4), (5, 0, 6), (7, 8, 0))
    problem = replace(make_problem([make_visit(1, 10), make_visit(2, 30)]), ways=ways)

    assert travel_minutes(problem).tolist() == [list(row) for row in ways]
    with pytest.raises(ProblemNotUnderstood, match="one for each pair"):
        replace(problem, ways=ways[:2])
    with pytest.raises(ProblemNotUnderstood, match="less than 0"):
        replace(problem, ways=((0, -3, 4), *ways[1:]))


def test_a_detour_that_saves_time_is_taken_where_ways_are_not_the_model_s() -> None:
    # The straight way to the second visit takes the whole day; by the first it is quick.
    ways = ((0, 10, 500), (10, 0, 10), (30, 10, 0))
    problem = make_problem([make_visit(1, 10), make_visit(2, 20)], teams=[make_team(max_drive=600)])
    problem = replace(problem, ways=ways)

    result = best_plan(problem, effort=Iterations(200))

    assert result.objective.total == 50
    assert result.unplanned == ()
