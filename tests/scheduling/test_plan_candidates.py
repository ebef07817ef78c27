"""Who is planned for a week: the earliest due, and whoever is behind the same doors."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from outreach.models import Workplace
from scheduling.actions import plan_candidates
from scheduling.actions.plan_candidates import find_candidates
from scheduling.actions.plan_weeks import plan_week
from scheduling.planner.effort import Iterations
from scheduling.planner.improve import best_plan
from scheduling.views.plan_rows import plan_days
from tests.cast import TODAY, make_centre, make_workplace
from tests.cast_scheduling import make_due_item, make_plan, make_team, make_week_of_shifts

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
UNTIL = TODAY + timedelta(weeks=4)


def due_at(longitude: float, *, due_date: date, precision: str = "ADDRESS") -> Workplace:
    place = make_workplace(
        latitude=37.5641, longitude=longitude, precision=Workplace.Precision(precision)
    )
    make_due_item(place, due_date=due_date)
    return place


def chosen(limit: int) -> list[Workplace]:
    found = find_candidates(centre=make_centre(), until=UNTIL, limit=limit)
    return [candidate.workplace for candidate in found.chosen]


def test_neighbours_behind_the_same_doors_come_along() -> None:
    first = due_at(127.001, due_date=TODAY)
    elsewhere = due_at(127.002, due_date=TODAY + timedelta(days=1))
    upstairs = due_at(127.001, due_date=TODAY + timedelta(days=20))

    assert set(chosen(limit=1)) == {first, upstairs}
    assert set(chosen(limit=2)) == {first, elsewhere, upstairs}


def test_a_point_that_stands_for_a_whole_neighbourhood_is_no_door() -> None:
    first = due_at(127.001, due_date=TODAY, precision="DONG")
    due_at(127.001, due_date=TODAY + timedelta(days=1), precision="DONG")

    assert chosen(limit=1) == [first]


def test_a_big_building_does_not_fill_the_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_candidates, "MOST_NEIGHBOURS", 2)
    for day in range(5):
        due_at(127.001, due_date=TODAY + timedelta(days=day))

    found = find_candidates(centre=make_centre(), until=UNTIL, limit=1)

    assert (len(found.chosen), found.left_for_later) == (3, 2)


def test_one_building_is_one_day_of_one_team_as_long_as_it_fits() -> None:
    for team in (make_team(), make_team()):
        make_week_of_shifts(team, MONDAY)
    neighbours = [
        due_at(127.001, due_date=MONDAY + timedelta(days=7 * number)) for number in range(4)
    ]
    for number in range(8):  # all around, and more urgent
        due_at(126.95 + 0.013 * number, due_date=MONDAY)

    week = plan_week(
        centre=make_centre(),
        week_start=MONDAY,
        days=[MONDAY + timedelta(days=number) for number in range(5)],
        found=find_candidates(centre=make_centre(), until=UNTIL + timedelta(days=7)),
        solve=partial(best_plan, effort=Iterations(2_000)),
    )

    days = {
        (route.team, route.day)
        for route in week.result.plan.routes
        for number in route.visits
        if number < len(week.stops) and week.stops[number].candidate.workplace in neighbours
    }
    assert len(days) == 1
    assert week.result.unplanned == ()


def test_the_plan_says_who_is_behind_the_same_doors() -> None:
    make_week_of_shifts(make_team(), MONDAY)
    for day in range(2):
        due_at(127.001, due_date=MONDAY + timedelta(days=day))

    rows = [row for day in plan_days(make_plan(MONDAY)) for team in day.teams for row in team.rows]

    assert [row.same_doors for row in rows] == [False, True]
