"""A team is booked only for what it can do; otherwise it is said what is missing and who has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from outreach import clock
from safety.models import DueItem
from scheduling.actions import abilities
from scheduling.actions.vehicles import change_vehicle
from scheduling.models import Team, Visit
from tests.cast import NOW, TODAY, make_worker, make_workplace
from tests.cast_scheduling import make_due_item, make_exam_item, make_shift, make_team

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
DAY = date(2026, 12, 2)
HOW_TO = "다른 팀을 고르거나, 팀이나 차량이 바뀌었으면 설정에서 고쳐 주세요."


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def carrying(*codes: str, skills: tuple[str, ...] = ("CONSULTATION", "SPECIAL_EXAM")) -> Team:
    """Make a team at work on that day, with a van that carries just this."""
    team = make_team(skills=list(skills))
    assert team.vehicle is not None
    change_vehicle(vehicle=team.vehicle, name=team.vehicle.name, equipment=codes)
    make_shift(team, DAY)
    return team


def noise() -> DueItem:
    return make_exam_item(make_worker(make_workplace()), "noise")


def sent(team: Team, **changes: object) -> dict[str, object]:
    return {"team": team.pk, "date": DAY, "time": "10:00", "minutes": "60", **changes}


def booked(client: Client, item: DueItem, team: Team) -> list[str]:
    """Book by the form and return what it refuses."""
    answer = client.post(
        f"/workplaces/{item.workplace_id}/visits/new/", sent(team, due_items=[item.pk])
    )
    return [] if answer.status_code == 302 else list(answer.context["form"].non_field_errors())


def test_the_form_says_which_skill_is_missing_and_who_has_it(signed_in: SignedIn) -> None:
    nurses = make_team(skills=["CONSULTATION"])
    make_team(skills=["SPECIAL_EXAM", "CONSULTATION"])
    make_team(skills=["SPECIAL_EXAM"])

    (said,) = booked(signed_in(), noise(), nurses)

    assert said == f"1조에서 하지 않는 일: 특수건강진단 (하는 팀: 2조, 3조). {HOW_TO}"
    assert not Visit.objects.exists()


def test_the_form_says_which_equipment_is_missing_and_which_van_has_it(signed_in: SignedIn) -> None:
    without = carrying("SPIROMETER")
    carrying("AUDIOMETER", "XRAY")
    carrying()

    (said,) = booked(signed_in(), noise(), without)

    assert said == (
        "1조 차량에 없는 장비: 청력검사기"
        f" (실은 차량: 2조 차량 (2조), 3조 차량 (3조, 장비 기록 없음)). {HOW_TO}"
    )
    assert not Visit.objects.exists()


def test_where_nobody_has_it_this_is_said_too(signed_in: SignedIn) -> None:
    alone = carrying("XRAY", skills=("CONSULTATION",))

    (said,) = booked(signed_in(), noise(), alone)

    assert "하는 팀: 없음" in said
    assert "실은 차량: 없음" in said


def test_a_team_that_has_everything_is_booked(signed_in: SignedIn) -> None:
    """The twin: the same item and form, another team."""
    assert booked(signed_in(), noise(), carrying("AUDIOMETER")) == []
    assert booked(signed_in(), make_due_item(), carrying("XRAY", skills=("CONSULTATION",))) == []
    assert Visit.objects.count() == 2


def test_without_the_check_anybody_would_be_booked(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: this is what the form did."""
    monkeypatch.setattr(abilities, "check_able", lambda **_asked: None)

    assert booked(signed_in(), noise(), carrying("SPIROMETER", skills=("CONSULTATION",))) == []


@pytest.mark.parametrize("deed", ["hint", "try", "book"])
def test_dragging_into_the_week_says_the_same(signed_in: SignedIn, deed: str) -> None:
    item, without = noise(), carrying("SPIROMETER")
    carrying("AUDIOMETER")

    answer = signed_in().post(
        f"/workplaces/{item.workplace_id}/visits/fit/",
        sent(without, deed=deed),
        headers={"HX-Request": "true"},
    )

    assert "1조 차량에 없는 장비: 청력검사기 (실은 차량: 2조 차량 (2조))" in answer.text
    assert not Visit.objects.exists()


def test_an_exam_of_another_kind_takes_who_examines_and_advice_takes_nobody() -> None:
    kinds = {"ORDERED_EXAM": {"SPECIAL_EXAM"}, "TRAINING": {"TRAINING"}, "WORK_ENVIRONMENT": set()}

    for kind, skills in kinds.items():
        assert abilities.skills_for([DueItem(kind=kind)]) == skills
