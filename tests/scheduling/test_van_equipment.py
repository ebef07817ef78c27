"""An exam goes where its equipment is: from the form of the van to the plan and the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from safety.models import DueItem
from scheduling.actions import week_moves
from scheduling.actions.slots import free_times
from scheduling.actions.vehicles import change_vehicle
from scheduling.models import Team, Vehicle
from tests.cast import NOW, SEOUL, TODAY, make_worker, make_workplace
from tests.cast_scheduling import make_exam_item, make_shift, make_team

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
SignIn = Callable[..., Client]


def carrying(*codes: str) -> Team:
    """Make a team at work on Monday with a van that carries just this."""
    team = make_team()
    assert team.vehicle is not None
    change_vehicle(vehicle=team.vehicle, name=team.vehicle.name, equipment=codes)
    make_shift(team, MONDAY)
    return team


def exam_for(hazard: str) -> DueItem:
    return make_exam_item(make_worker(make_workplace()), hazard)


def who_can_go(item: DueItem) -> set[str]:
    found = free_times(workplace=item.workplace, due_items=[item], minutes=60, today=TODAY, most=9)
    return {one.team.name for one in found}


def test_a_noise_exam_goes_only_where_an_audiometer_is() -> None:
    with_one, without, unknown = carrying("AUDIOMETER"), carrying("SPIROMETER"), carrying()

    assert who_can_go(exam_for("noise")) == {with_one.name, unknown.name}
    assert without.name not in who_can_go(exam_for("noise"))


def test_an_exam_that_takes_none_goes_with_every_van() -> None:
    """The twin: the same vans, another agent."""
    teams = [carrying("AUDIOMETER"), carrying("SPIROMETER")]

    assert who_can_go(exam_for("toluene")) == {team.name for team in teams}


def test_the_board_says_which_equipment_is_missing() -> None:
    team, item = carrying("SPIROMETER"), exam_for("noise")
    wish = week_moves.Wish(
        item.workplace, (item,), team, datetime.combine(MONDAY, time(10), tzinfo=SEOUL), 60
    )

    trial = week_moves.try_change(wish=wish, now=NOW)

    assert "1조 차량에 없는 장비: 청력검사기 (실은 차량: 없음)." in trial.refusal


def test_staff_note_what_a_van_carries(signed_in: SignIn) -> None:
    client = signed_in()
    client.post(reverse("vehicle-new"), {"name": "건강버스", "equipment": ["XRAY", "AUDIOMETER"]})

    van = Vehicle.objects.get()

    assert van.equipment == ["AUDIOMETER", "XRAY"]
    assert "청력검사기, 흉부 엑스선" in client.get(reverse("team-list")).text
    assert "checked" in client.get(reverse("vehicle-edit", args=[van.pk])).text
