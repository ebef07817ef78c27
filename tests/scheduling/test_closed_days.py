"""Days off beside the public holidays: nothing is planned, offered or booked on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from outreach import clock
from outreach.models import ClosedDay
from scheduling.actions import closed_days
from scheduling.actions.plan_problems import days_to_plan
from scheduling.actions.shifts import NoDayLeft, give_shifts
from scheduling.actions.slots import free_times
from scheduling.models import Shift
from tests.cast import NOW, SEOUL, TODAY, make_centre, make_workplace
from tests.cast_scheduling import make_due_item, make_shift, make_team, make_visit

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.parametrize("is_of_the_city", [True, False])
def test_nothing_is_planned_or_offered_on_a_closed_day(is_of_the_city: bool) -> None:
    team = make_team()
    centre = team.centre
    make_shift(team, FRIDAY)
    place = make_workplace()
    item = make_due_item(place)

    def offered() -> bool:
        return bool(free_times(workplace=place, due_items=[item], minutes=60, today=TODAY))

    assert offered()
    closed_days.close_day(
        centre=None if is_of_the_city else centre, day=FRIDAY, name="임시공휴일", today=TODAY
    )

    assert FRIDAY not in days_to_plan(centre=centre, week_start=MONDAY, today=TODAY)
    assert not Shift.objects.exists()
    make_shift(team, FRIDAY)
    assert not offered()
    with pytest.raises(NoDayLeft):
        give_shifts(
            team=team, first=FRIDAY, last=FRIDAY, weekdays=[4], start=time(9), end=time(18),
            today=TODAY,
        )  # fmt: skip


def test_another_centres_day_is_not_ours() -> None:
    other = make_centre("seongdong")
    closed_days.close_day(centre=other, day=FRIDAY, name="개소 기념일", today=TODAY)

    assert FRIDAY in days_to_plan(centre=make_centre(), week_start=MONDAY, today=TODAY)


def test_what_is_booked_has_to_find_another_place_first() -> None:
    visit = make_visit(starts_at=datetime.combine(FRIDAY, time(14), tzinfo=SEOUL))

    with pytest.raises(closed_days.VisitsStand):
        closed_days.close_day(centre=visit.centre, day=FRIDAY, name="휴무", today=TODAY)
    with pytest.raises(closed_days.DayIsOver):
        closed_days.close_day(centre=None, day=date(2026, 11, 20), name="휴무", today=TODAY)

    assert not ClosedDay.objects.exists()


def test_a_day_is_closed_once() -> None:
    for centre in (None, make_centre()):
        closed_days.close_day(centre=centre, day=FRIDAY, name="휴무", today=TODAY)
        with pytest.raises(closed_days.ClosedAlready):
            closed_days.close_day(centre=centre, day=FRIDAY, name="휴무", today=TODAY)


def test_staff_close_and_open_a_day_and_the_week_names_it(signed_in: SignIn) -> None:
    make_team()
    client = signed_in()

    client.post("/closed-days/", {"day": "2026-12-04", "name": "개소 기념일"})
    assert "개소 기념일" in client.get("/week/?week=2026-11-30").content.decode()
    assert "기독탄신일" in client.get("/closed-days/").content.decode()
    client.post(f"/closed-days/{ClosedDay.objects.get().pk}/remove/")

    assert not ClosedDay.objects.exists()


def test_the_command_closes_the_whole_city() -> None:
    call_command("close_day", "2026-12-04", "임시공휴일")

    assert ClosedDay.objects.get().centre is None
    with pytest.raises(CommandError):
        call_command("close_day", "2026-12-04", "임시공휴일", "--centre", "nowhere")


def test_the_ways_of_a_day_are_drawn_and_listed(signed_in: SignIn) -> None:
    visit = make_visit(starts_at=datetime.combine(FRIDAY, time(14), tzinfo=SEOUL))
    make_shift(visit.team, FRIDAY)

    page = signed_in().get("/week/map/?day=2026-12-04")

    (drawn,) = page.context["drawn"]
    assert [point.name for point in drawn.points] == [visit.workplace.name]
    assert drawn.route.drive_minutes > 0
    assert drawn.route.obstacle == ""
    assert "<polyline" in page.content.decode()
