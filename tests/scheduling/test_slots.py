"""The times that the booking page proposes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach import clock
from scheduling.actions.slots import FreeTime, free_times
from scheduling.models import Visit
from tests.cast import NOW, TODAY, make_workplace
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_due_item,
    make_shift,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = TODAY + timedelta(days=2)


def offers_at(latitude: float, longitude: float) -> list[FreeTime]:
    place = make_workplace(latitude=latitude, longitude=longitude)
    return free_times(workplace=place, due_items=[make_due_item(place)], minutes=60, today=TODAY)


def test_the_day_on_which_a_team_is_near_comes_first() -> None:
    team = make_team()
    make_shift(team, WEDNESDAY)
    make_shift(team, NEXT_MONDAY.date())
    make_visit(make_workplace(latitude=37.5664, longitude=126.9942), team=team)

    first, second = offers_at(37.5665, 126.9950)

    assert timezone.localdate(first.starts_at) == NEXT_MONDAY.date()
    assert first.added_minutes < second.added_minutes
    assert timezone.localdate(second.starts_at) == WEDNESDAY


def test_a_proposed_time_can_be_booked() -> None:
    team = make_team()
    for day in range(1, 4):
        make_shift(team, TODAY + timedelta(days=day))
    make_visit(team=team, starts_at=NOW + timedelta(days=1))

    for offer in offers_at(37.57, 127.0):
        assert make_visit(team=offer.team, starts_at=offer.starts_at).state == Visit.State.BOOKED


def test_without_a_shift_or_a_point_nothing_is_proposed() -> None:
    make_team()
    place = make_workplace(latitude=None, longitude=None)

    assert offers_at(37.57, 127.0) == []
    assert (
        free_times(workplace=place, due_items=[make_due_item(place)], minutes=60, today=TODAY) == []
    )


def test_a_proposal_fills_the_form(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    team, item = make_team(), make_due_item()
    make_shift(team, WEDNESDAY)
    client, path = signed_in(), f"/workplaces/{item.workplace_id}/visits/new/"

    (offer,) = client.get(path).context["offers"]
    local = timezone.localtime(offer.starts_at)
    chosen = {"team": str(team.pk), "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}
    form = client.get(path, chosen).context["form"]

    assert form["team"].value() == str(team.pk)
    assert form["time"].value() == f"{local:%H:%M}"
