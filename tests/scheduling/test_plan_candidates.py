"""Who is planned for a week: the earliest due, and whoever is behind the same doors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.models import Workplace
from scheduling.actions import plan_candidates
from scheduling.actions.plan_candidates import find_candidates
from tests.cast import TODAY, make_centre, make_workplace
from tests.cast_scheduling import make_due_item

pytestmark = pytest.mark.django_db
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
