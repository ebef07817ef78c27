"""The cheapest change that would take a visit in is told, and would take it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings

from scheduling.planner.board import Board
from scheduling.planner.effort import Iterations
from scheduling.planner.improve import best_plan
from scheduling.planner.insertion import cheapest_in
from scheduling.planner.plan import Change, ChangeKind, Plan, Route, Unplanned
from scheduling.planner.problem import MINUTES_A_DAY, Problem, Team, Visit
from scheduling.planner.schedule import RouteDoesNotFit
from tests.scheduling.planner.cast import NINE_TO_SIX, make_problem, make_team, make_visit
from tests.scheduling.planner.drawn import problems

SHORT = Iterations(200)
BUS = frozenset({"bus"})


def only_change(problem: Problem) -> Change | None:
    (left_out,) = best_plan(problem, effort=SHORT).unplanned
    return left_out.change


def test_a_window_that_is_too_short_by_five_minutes() -> None:
    # Reached at 550 at the earliest and 30 minutes long, but it closes at 575.
    visit = make_visit(1, 10, windows=((540, 575),))

    assert only_change(make_problem([visit])) == Change(ChangeKind.WIDER_WINDOW, 0, 0, 5)


def test_driving_beyond_the_limit() -> None:
    far = make_problem([make_visit(1, 60, unserved_cost=500)], teams=[make_team(max_drive=100)])

    assert only_change(far) == Change(ChangeKind.MORE_DRIVING, 0, 0, 20)


def test_a_longer_shift() -> None:
    # 540 + 10 + 530 + 10 = 1090, with nobody else to leave out for it.
    long = make_visit(1, 10, service=530, windows=((0, 1440),))

    assert only_change(make_problem([long])) == Change(ChangeKind.LONGER_SHIFT, 0, 0, 10)


def test_being_worth_the_way() -> None:
    far = make_visit(1, 40, unserved_cost=79)

    assert only_change(make_problem([far])) == Change(ChangeKind.WORTH_MORE, 0, 0, 1)


def test_another_visit_that_would_stay_out_for_it() -> None:
    # Only one of the two fits the morning; both lie on the same road: 7 minutes less of worth.
    both = [
        make_visit(i, 10, service=300, windows=((540, 900),), unserved_cost=cost)
        for i, cost in ((1, 100), (2, 107))
    ]

    assert only_change(make_problem(both)) == Change(ChangeKind.INSTEAD_OF, 0, 0, 7, other=2)


def test_another_day_and_another_skill() -> None:
    teams = [
        make_team(0, shifts=(NINE_TO_SIX, NINE_TO_SIX)),
        make_team(1, shifts=(NINE_TO_SIX, None), skills=BUS),
    ]
    monday = make_visit(1, 10, skills=BUS, days=frozenset({1}))
    alone = make_visit(2, 10, skills=frozenset({"bus", "nurse"}), days=frozenset({0}))

    assert only_change(make_problem([monday], teams=teams, n_days=2)) == Change(
        ChangeKind.OTHER_DAY, 1, 0, 20
    )
    assert only_change(make_problem([alone], teams=teams, n_days=2)) == Change(
        ChangeKind.OTHER_SKILLS, 0, 0, 20
    )


def test_where_one_change_is_not_enough_none_is_named() -> None:
    # Too far to drive, and no team with the skill.
    visit = make_visit(1, 60, skills=BUS)

    assert only_change(make_problem([visit], teams=[make_team(max_drive=50)])) is None


def test_a_window_shorter_than_the_visit_and_without_any_start() -> None:
    visit = make_visit(1, 10, service=90, windows=((600, 660),))

    assert only_change(make_problem([visit])) == Change(ChangeKind.WIDER_WINDOW, 0, 0, 30)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_after_the_change_the_visit_fits_and_with_less_it_does_not(problem: Problem) -> None:
    try:
        result = best_plan(problem, effort=SHORT)
    except RouteDoesNotFit:
        return
    for left in result.unplanned:
        if (change := left.change) is None:
            continue
        assert fits_after(problem, result.plan, left, change)
        if change.kind in EXACT and change.minutes:
            less = replace(change, minutes=change.minutes - 1)
            assert not fits_after(problem, result.plan, left, less)


EXACT = (
    ChangeKind.WIDER_WINDOW,
    ChangeKind.MORE_DRIVING,
    ChangeKind.LONGER_SHIFT,
    ChangeKind.WORTH_MORE,
)


def fits_after(problem: Problem, plan: Plan, left: Unplanned, change: Change) -> bool:
    """Make the change and try the visit on that day, on the slow board."""
    visit = problem.visits[problem.visit_index[left.visit]]
    team = problem.teams[problem.team_index[change.team]]
    below = visit.unserved_cost + 1 - visit.late_cost(change.day)  # else it is not worth the way
    wishes = [replace(visit, days=visit.days | {change.day})]
    if change.kind is ChangeKind.WIDER_WINDOW:
        wishes = list(widened(wishes[0], change.minutes))
    elif change.kind is ChangeKind.MORE_DRIVING:
        team = replace(team, max_drive=team.max_drive + change.minutes)
    elif change.kind is ChangeKind.LONGER_SHIFT:
        shifts = list(team.shifts)
        begins, ends = shifts[change.day] or (0, 0)
        shifts[change.day] = begins, ends + change.minutes
        team = replace(team, shifts=tuple(shifts))
    elif change.kind is ChangeKind.WORTH_MORE:
        below += change.minutes
    elif change.kind in (ChangeKind.OTHER_DAY, ChangeKind.OTHER_SKILLS):
        below = visit.unserved_cost + 1
    elif change.kind is ChangeKind.INSTEAD_OF:
        below = 1 << 30  # what it costs is measured against the visit that it replaces
    routes = [
        replace(r, visits=tuple(v for v in r.visits if v != change.other)) for r in plan.routes
    ]
    return any(takes_in(problem, routes, wish, team, change.day, below) for wish in wishes)


def widened(visit: Visit, minutes: int) -> Iterator[Visit]:
    """Return the visit with one window so much wider, earlier or later or both."""
    for opens, closes in visit.windows:
        for earlier in range(minutes + 1):
            begins, ends = max(0, opens - earlier), min(MINUTES_A_DAY, closes + minutes - earlier)
            yield replace(visit, windows=((begins, ends),))


def takes_in(
    problem: Problem, routes: list[Route], wish: Visit, team: Team, day: int, below: int
) -> bool:
    changed = replace(
        problem,
        visits=tuple(wish if one.id == wish.id else one for one in problem.visits),
        teams=tuple(team if one.id == team.id else one for one in problem.teams),
    )
    timeline = Board(changed, routes).timelines[changed.team_index[team.id], day]
    return cheapest_in(timeline, changed.visit_index[wish.id], below=below) is not None
