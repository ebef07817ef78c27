"""One team's day, timed exactly."""

from __future__ import annotations

from itertools import permutations

import pytest

from scheduling.planner.problem import Problem
from scheduling.planner.schedule import TOO_EARLY, TOO_LATE, RouteDoesNotFit, Timeline
from scheduling.planner.travel import travel_minutes
from tests.scheduling.planner.cast import (
    FOUR_STOPS,
    LUNCH,
    make_problem,
    make_team,
    make_visit,
    pinned,
)


def make_timeline(problem: Problem, *stops: int) -> Timeline:
    return Timeline(problem, travel_minutes(problem).tolist(), team=0, day=0, stops=stops)


def test_four_stops_are_timed_as_by_hand() -> None:
    # Lunch on the way to stop 1 comes too late for its morning window (750 + 40 > 720). Before
    # stop 2 it brings the team home at 950, before stop 3 or 4 at 920, after stop 4 not at all:
    # it leaves there at 820 and lunch must start by 780. The first of the two best is taken:
    # 540 drive 10, 550-590 stop 1, drive 10, wait for the window, 660-710 stop 2, drive 10,
    # lunch 720-780, 780-840 stop 3, drive 10, 850-880 stop 4, drive 40, home 920.
    day = make_timeline(make_problem(FOUR_STOPS, lunch=LUNCH), 0, 1, 2, 3)

    route = day.route()

    assert (route.visits, route.starts) == ((1, 2, 3, 4), (550, 660, 780, 850))
    assert (route.lunch, day.travel) == (720, 80)


def test_four_stops_have_the_bounds_worked_out_by_hand() -> None:
    day = make_timeline(make_problem(FOUR_STOPS, lunch=LUNCH), 0, 1, 2, 3)

    # How early each point can be left: (lunch not yet, lunch taken).
    assert [pair if pair[1] < TOO_LATE else (pair[0], None) for pair in day.left] == [
        (540, None),
        (590, None),  # lunch first and then its morning window: impossible
        (710, 800),  # lunch 600-... not before 690: 690-750 at the door, 750-800
        (780, 840),
        (820, 880),
    ]
    # How late each point may be reached.
    assert day.reach == [
        (680, 680),  # stop 1 closes at 720 and takes 40
        (730, 880),
        (720, 940),
        (TOO_EARLY, 1010),  # opens at 780: without lunch by then there is none
        (780, 1080),
    ]


def test_a_day_that_is_over_by_one_needs_no_lunch() -> None:
    home_at_780 = make_timeline(make_problem([make_visit(1, 30, service=180)], lunch=LUNCH), 0)
    home_at_781 = make_timeline(make_problem([make_visit(1, 30, service=181)], lunch=LUNCH), 0)

    assert home_at_780.route().lunch is None
    assert home_at_781.route().lunch is not None


def test_a_long_drive_is_paused_for_lunch() -> None:
    # Leaves at 740, would arrive at 800, must begin lunch by 780: arrives at 860.
    morning = make_visit(1, 1, service=199)
    problem = make_problem([morning, make_visit(2, 61)], lunch=LUNCH)

    route = make_timeline(problem, 0, 1).route()

    assert (route.starts, route.lunch) == ((541, 860), 780)


def test_a_pin_is_kept_to_the_minute_and_stands_above_windows() -> None:
    visit = make_visit(1, 10, windows=((540, 600),), pin=pinned(700))

    assert make_timeline(make_problem([visit]), 0).route().starts == (700,)


def test_a_pin_that_cannot_be_reached_is_refused() -> None:
    early = make_visit(1, 10, pin=pinned(549))

    with pytest.raises(RouteDoesNotFit):
        make_timeline(make_problem([early]), 0).route()


@pytest.mark.parametrize(("max_drive", "fits"), [(80, True), (79, False)])
def test_the_way_home_counts_as_driving(max_drive: int, fits: bool) -> None:
    problem = make_problem([make_visit(1, 40)], teams=[make_team(max_drive=max_drive)])

    assert make_timeline(problem, 0).feasible is fits


@pytest.mark.parametrize(("service", "fits"), [(460, True), (461, False)])
def test_the_team_is_home_when_its_shift_ends(service: int, fits: bool) -> None:
    # 540 + 40 there + 460 + 40 back = 1080
    problem = make_problem([make_visit(1, 40, service=service)])

    assert make_timeline(problem, 0).feasible is fits


def test_starts_are_multiples_of_the_step_but_for_pins() -> None:
    visits = [make_visit(1, 13), make_visit(2, 14, pin=pinned(601)), make_visit(3, 15)]

    route = make_timeline(make_problem(visits, start_step=10), 0, 1, 2).route()

    assert route.starts == (560, 601, 640)  # reached at 553, 591 and 632


def test_a_gap_takes_a_visit_exactly_when_the_whole_day_still_fits() -> None:
    problem = make_problem([*FOUR_STOPS, make_visit(5, 25, service=45)], lunch=LUNCH)
    answers = set()

    for order in permutations(range(5), 3):
        day = make_timeline(problem, *order[:2])
        for gap in range(3):
            stops = [*order[:2]]
            stops.insert(gap, order[2])
            fits = make_timeline(problem, *stops).feasible
            assert (day.start_in(gap, order[2]) is not None) is fits
            answers.add(fits)

    assert answers == {True, False}
