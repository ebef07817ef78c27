"""What a week's plan goes around, what it leaves out, and why."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from safety.models import DueItem
from scheduling.actions import plan_weeks, plans
from scheduling.actions.plan_candidates import find_candidates, stop_minutes
from scheduling.models import Team
from tests.cast import NOW, make_centre, make_worker, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_plan,
    make_shift,
    make_team,
    make_visit,
    make_week_of_shifts,
)
from tests.scheduling.planned_week import MONDAY, at, team_at_work

pytestmark = pytest.mark.django_db


def test_booked_visits_stay_and_the_plan_goes_around_them() -> None:
    team = team_at_work()
    booked = make_visit(team=team, starts_at=at(MONDAY, 10), minutes=60)
    for number in range(8):
        make_due_item(make_workplace(name=f"가게 {number}"))

    plan = make_plan(MONDAY)

    assert booked.workplace_id not in plan.stops.values_list("workplace", flat=True)
    same_day = [s for s in plan.stops.all() if timezone.localdate(s.starts_at) == MONDAY]
    assert same_day
    for stop in same_day:
        assert stop.ends_at <= booked.starts_at or stop.starts_at >= booked.ends_at
    plans.accept_plan(plan=plan, staff=None, now=NOW)


def test_a_team_whose_nurse_goes_with_another_team_is_busy_then() -> None:
    first, second = team_at_work(), make_team()
    second.members.set(first.members.all())
    make_visit(team=second, starts_at=at(MONDAY, 10), minutes=180)
    make_due_item(make_workplace(preferred_from=time(10), preferred_to=time(12)))
    Team.objects.filter(pk=second.pk).update(skills=[])

    plan = make_plan(MONDAY)

    assert timezone.localdate(plan.stops.get().starts_at) != MONDAY


def test_a_day_whose_booked_visits_cannot_be_driven_gets_nothing_new() -> None:
    team = team_at_work()
    far = make_workplace(latitude=37.48, longitude=126.90)
    make_visit(team=team, starts_at=at(MONDAY, 10), minutes=60)
    make_visit(far, team=team, starts_at=at(MONDAY, 11), minutes=60)
    make_due_item()

    plan = make_plan(MONDAY)

    assert timezone.localdate(plan.stops.get().starts_at) > MONDAY
    assert {
        "reason": plan_weeks.DAY_LEFT_ALONE,
        "team": team.pk,
        "numbers": {"date": "2026-11-30"},
    } in plan.unplanned


def test_preferred_hours_and_shifts_and_holidays_are_kept() -> None:
    team = make_team()
    christmas = date(2026, 12, 25)
    make_shift(team, christmas)
    make_shift(team, christmas - timedelta(days=1), time(9), time(18))
    make_due_item(make_workplace(preferred_from=time(15)))

    plan = make_plan(date(2026, 12, 21))

    stop = plan.stops.get()
    assert timezone.localdate(stop.starts_at) == date(2026, 12, 24)
    assert timezone.localtime(stop.starts_at).hour >= 15


def test_a_week_is_planned_from_tomorrow_on() -> None:
    team = make_team()
    make_week_of_shifts(team, date(2026, 11, 23))
    make_due_item()

    plan = make_plan(date(2026, 11, 23))

    assert timezone.localdate(plan.stops.get().starts_at) == date(2026, 11, 24)


def test_what_cannot_be_planned_is_refused_with_its_reason() -> None:
    with pytest.raises(plans.NoDayLeft):
        make_plan(date(2026, 11, 16))
    with pytest.raises(plan_weeks.NobodyAtWork):
        make_plan(MONDAY)
    team_at_work()
    with pytest.raises(plan_weeks.NothingDue):
        make_plan(MONDAY)
    make_due_item(kind=DueItem.Kind.TRAINING)
    with pytest.raises(plan_weeks.NothingDue):
        make_plan(MONDAY)


def test_what_stays_out_says_why_with_numbers() -> None:
    team_at_work(skills=["CONSULTATION"])
    worker = make_worker()
    make_exam_item(worker)
    make_due_item(worker.workplace)
    make_due_item(make_workplace(latitude=None, longitude=None))

    plan = make_plan(MONDAY)

    by_reason = {row["reason"]: row for row in plan.unplanned}
    assert by_reason["no_team_with_skills"]["workplace"] == worker.workplace_id
    assert by_reason["no_team_with_skills"]["numbers"] == {"needed": 2, "available": 1}
    assert by_reason[plan_weeks.NO_POINT]["numbers"] == {"count": 1}


def test_the_earliest_due_are_planned_first_and_the_rest_is_counted() -> None:
    centre = make_centre()
    late = make_due_item(make_workplace(longitude=127.01), due_date=date(2026, 12, 20))
    overdue = make_due_item(make_workplace(), due_date=date(2026, 11, 1))
    closed = make_workplace(closed_date=date(2026, 11, 1))
    make_due_item(closed)
    make_due_item(make_workplace(make_centre("seongdong")))

    found = find_candidates(centre=centre, until=date(2027, 1, 3), limit=1)

    assert [one.workplace for one in found.chosen] == [overdue.workplace]
    assert found.left_for_later == 1
    assert late.workplace not in [one.workplace for one in found.chosen]


@pytest.mark.parametrize(
    ("workers", "exams", "minutes"), [(None, 0, 50), (2, 1, 80), (40, 0, 150), (6, 5, 180)]
)
def test_stop_minutes(workers: int | None, exams: int, minutes: int) -> None:
    place = make_workplace(regular_workers=workers)
    items = [make_due_item(place)]
    for number in range(exams):
        worker = make_worker(place, name=f"사람 {number}")
        items += [make_exam_item(worker), make_exam_item(worker, "benzene")]

    assert stop_minutes(workplace=place, due_items=items) == minutes
