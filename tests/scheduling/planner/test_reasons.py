"""Each visit left out is told why, with the numbers."""

from __future__ import annotations

import pytest

from scheduling.planner.board import Board
from scheduling.planner.plan import Reason, Unplanned
from scheduling.planner.problem import Problem, Visit
from scheduling.planner.reasons import why_left_out
from scheduling.planner.search import first_plan
from tests.scheduling.planner.cast import LUNCH, NINE_TO_SIX, make_problem, make_team, make_visit

DOCTOR = frozenset({"nurse", "doctor"})


def only_reason(problem: Problem) -> Unplanned:
    (left_out,) = first_plan(problem).unplanned
    return left_out


def test_no_team_has_the_skills() -> None:
    visit = make_visit(1, 10, skills=DOCTOR)  # two asked for, the team has one of them

    assert only_reason(make_problem([visit])) == Unplanned(1, Reason.NO_TEAM_WITH_SKILLS, 2, 1)


def test_no_team_with_the_skills_works_on_an_allowed_day() -> None:
    teams = [
        make_team(0, shifts=(NINE_TO_SIX, NINE_TO_SIX)),
        make_team(1, shifts=(NINE_TO_SIX, None), skills=DOCTOR),
    ]
    visit = make_visit(1, 10, skills=DOCTOR, days=frozenset({1}))
    problem = make_problem([visit], teams=teams, n_days=2)

    assert only_reason(problem) == Unplanned(1, Reason.NO_DAY_ALLOWED, 1, 0)


@pytest.mark.parametrize(
    ("visit", "stay"),
    [
        (make_visit(1, 10, windows=((540, 575),)), 25),  # reached at 550, closes at 575
        (make_visit(1, 10, windows=((1060, 1080),)), 10),  # must leave at 1070 to be home at 1080
        (make_visit(1, 10, windows=()), 0),
    ],
)
def test_the_windows_are_too_short_for_any_team(visit: Visit, stay: int) -> None:
    assert only_reason(make_problem([visit])) == Unplanned(1, Reason.WINDOW_TOO_SHORT, 30, stay)


def test_lunch_can_make_a_window_too_short() -> None:
    # 09:00-18:00 with lunch from 11:30 to 14:00 at the widest. Before lunch: reached at 550, must
    # leave by 780 to start lunch: 230. After lunch: 690 + 60 = 750, until 1070: 320.
    visit = make_visit(1, 10, service=321)

    assert only_reason(make_problem([visit], lunch=LUNCH)) == Unplanned(
        1, Reason.WINDOW_TOO_SHORT, 321, 320
    )


def test_no_time_is_left() -> None:
    # The first visit keeps the team from 550 to 1000, the second lies 10 further: 1010 to 1060.
    urgent = make_visit(1, 10, service=450, due=-1)
    later = make_visit(2, 20, service=51)

    assert only_reason(make_problem([urgent, later])) == Unplanned(2, Reason.NO_TIME_LEFT, 51, 50)


def test_no_driving_is_left() -> None:
    # The first way takes 80 of 100; going on to 60 adds 40 there and back, 20 are left.
    team = make_team(max_drive=100)
    visits = [make_visit(1, 40, due=-1), make_visit(2, 60, lon=127.0)]
    problem = make_problem(visits, teams=[make_team(max_drive=100)])

    # Alone it would be 120 minutes there and back: too far whatever the plan.
    assert only_reason(problem) == Unplanned(2, Reason.NO_DRIVING_LEFT, 120, team.max_drive)


def test_driving_is_used_up_by_others() -> None:
    # North 40 and back is 80 of 100. A place 10 south adds 20: fits; 11 south adds 22: not.
    north = make_visit(1, 40, due=-1)
    fits = make_problem([north, make_visit(2, -10)], teams=[make_team(max_drive=100)])
    tight = make_problem([north, make_visit(2, -11)], teams=[make_team(max_drive=100)])

    assert first_plan(fits).unplanned == ()
    assert only_reason(tight) == Unplanned(2, Reason.NO_DRIVING_LEFT, 22, 20)


def test_a_team_that_drives_little_does_not_speak_for_one_that_drives_more() -> None:
    # 40 up and back is 80: too far for team 1 on any day, but team 0 could go, had it the time.
    teams = [make_team(0), make_team(1, max_drive=50)]
    busy = [make_visit(i, 10, service=460, due=-1) for i in (1, 2)]
    problem = make_problem([*busy, make_visit(3, 40, service=31)], teams=teams)

    # Both are there from 550 to 1010; 30 on, and 40 home by 1080: no minute is left at 40.
    assert only_reason(problem) == Unplanned(3, Reason.NO_TIME_LEFT, 31, 0)


def test_a_visit_that_would_fit_gets_no_made_up_reason() -> None:
    with pytest.raises(ValueError, match="visit 1 fits the plan"):
        why_left_out(Board(make_problem([make_visit(1, 10)])), 0)
