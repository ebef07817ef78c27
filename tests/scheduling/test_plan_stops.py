"""A proposed stop is dropped, taken in again, or moved before the plan is accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from scheduling.actions import bookings, plan_stops, plans
from scheduling.models import PlanStop, Team, Visit
from tests.cast import NOW, make_workplace
from tests.cast_scheduling import make_due_item, make_plan, make_team
from tests.scheduling.planned_week import MONDAY, at, team_at_work

pytestmark = pytest.mark.django_db


def two_stops() -> tuple[PlanStop, PlanStop]:
    team_at_work()
    for number in range(2):
        make_due_item(make_workplace(name=f"가게 {number}"))
    first, second = make_plan(MONDAY).stops.order_by("starts_at")
    return first, second


def test_a_dropped_stop_is_not_booked_and_can_be_taken_in_again() -> None:
    first, second = two_stops()

    plan_stops.drop_stop(stop=first)
    with pytest.raises(plans.NothingToBook):
        plan_stops.drop_stop(stop=second)
        plans.accept_plan(plan=first.plan, staff=None, now=NOW)
    plan_stops.keep_stop(stop=second)
    visits = plans.accept_plan(plan=first.plan, staff=None, now=NOW)

    assert [visit.workplace for visit in visits] == [second.workplace]


def test_a_stop_moves_to_another_team_and_day_and_is_booked_there() -> None:
    first, _second = two_stops()
    other = team_at_work()
    when = at(MONDAY + timedelta(days=3), 14)

    plan_stops.move_stop(stop=first, team=other, starts_at=when, minutes=60, now=NOW)
    plans.accept_plan(plan=first.plan, staff=None, now=NOW)

    visit = Visit.objects.get(workplace=first.workplace)
    assert (visit.team, visit.starts_at, visit.minutes) == (other, when, 60)


def test_a_stop_cannot_go_where_it_does_not_fit() -> None:
    first, second = two_stops()
    unskilled, off_duty = team_at_work(skills=[]), make_team()

    def move(team: Team, when: datetime) -> None:
        plan_stops.move_stop(stop=first, team=team, starts_at=when, minutes=60, now=NOW)

    with pytest.raises(plan_stops.DayDoesNotFit):
        move(first.team, second.starts_at)
    with pytest.raises(plan_stops.OutsideTheWeek):
        move(first.team, at(MONDAY + timedelta(days=7), 14))
    with pytest.raises(plan_stops.TeamLacksSkill):
        move(unskilled, at(MONDAY, 14))
    with pytest.raises(plan_stops.TeamNotAtWork):
        move(off_duty, at(MONDAY, 14))
    with pytest.raises(bookings.OutsideTheShift):
        move(first.team, at(MONDAY, 7))
    before = PlanStop.objects.get(pk=first.pk)
    assert before.is_kept
    assert timezone.localdate(before.starts_at) == MONDAY
