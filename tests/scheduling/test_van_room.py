"""Which van goes where, from the two measures to the plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from outreach.models import Centre, Workplace
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop, build_problem
from scheduling.actions.vehicles import add_vehicle
from scheduling.models import Team, Vehicle
from scheduling.rules.van_room import Size
from tests.cast import TODAY, make_workplace
from tests.cast_scheduling import make_due_item, make_team

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
BUS, CAR = Size(height_cm=310, length_cm=890), Size(height_cm=190, length_cm=480)


def who_may_go(centre: Centre, place: Workplace) -> set[str]:
    """Name the teams whose skills cover the stop, as the planner asks."""
    candidate = Candidate(workplace=place, due_items=(make_due_item(place),))
    teams = list(Team.objects.order_by("pk"))
    problem = build_problem(
        centre=centre,
        week_start=TODAY,
        days=[TODAY],
        teams=teams,
        shifts=(),
        busy=(),
        stops=[Stop(candidate, minutes=60)],
    )
    (visit,) = problem.visits
    names = {team.pk: team.name for team in teams}
    return {names[team.id] for team in problem.teams if visit.skills <= team.skills}


@pytest.fixture
def teams(centre: Centre) -> None:
    bus = add_vehicle(centre=centre, name="건강버스", size=BUS)
    car = add_vehicle(centre=centre, name="작은 차", size=CAR)
    for name, van in (("버스팀", bus), ("차팀", car), ("걷는팀", None)):
        make_team(centre, name=name, with_van=False, vehicle=van)


@pytest.mark.usefixtures("teams")
def test_a_van_that_is_too_high_is_not_sent_there(centre: Centre) -> None:
    low = make_workplace(centre, van_height_cm=230, latitude=37.56, longitude=127.0)

    assert who_may_go(centre, low) == {"차팀", "걷는팀"}


@pytest.mark.usefixtures("teams")
def test_where_nobody_measured_every_van_may_go(centre: Centre) -> None:
    """The twin: without the measure the same place is open to all."""
    unknown = make_workplace(centre, latitude=37.56, longitude=127.0)

    assert who_may_go(centre, unknown) == {"버스팀", "차팀", "걷는팀"}


@pytest.mark.usefixtures("teams")
def test_the_workplace_page_names_the_vans_that_fit(signed_in: SignIn, centre: Centre) -> None:
    place = make_workplace(centre)
    client = signed_in()
    page = reverse("workplace", args=[place.pk])
    assert "들어갈 수 있는 차량" not in client.get(page).text

    Workplace.objects.filter(pk=place.pk).update(van_height_cm=230)
    assert "들어갈 수 있는 차량: 작은 차" in client.get(page).text

    Workplace.objects.filter(pk=place.pk).update(van_height_cm=150)
    assert "우리 차량은 들어갈 수 없음" in client.get(page).text


def test_the_size_of_a_van_is_written_down(signed_in: SignIn) -> None:
    given = {"name": "건강버스", "height_cm": "310", "length_cm": "890"}
    signed_in().post(reverse("vehicle-new"), given)
    van = Vehicle.objects.get()
    assert (van.height_cm, van.length_cm) == (310, 890)

    signed_in().post(reverse("vehicle-edit", args=[van.pk]), {**given, "height_cm": ""})

    van.refresh_from_db()
    assert (van.height_cm, van.length_cm) == (None, 890)


def test_metres_are_asked_for_again(signed_in: SignIn) -> None:
    answer = signed_in().post(reverse("vehicle-new"), {"name": "건강버스", "height_cm": "3"})

    assert answer.status_code == 422
    assert not Vehicle.objects.exists()
