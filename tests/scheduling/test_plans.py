"""A week is proposed, looked at, and booked as a whole or not at all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from outreach.actions.opt_outs import opt_out
from outreach.models import Message
from safety.models import DueItem
from scheduling.actions import bookings, plan_stops, plan_weeks, plans
from scheduling.actions.plan_candidates import find_candidates, stop_minutes
from scheduling.actions.plan_forecasts import forecast
from scheduling.models import Plan, PlanStop, Reservation, Team, Visit
from tests.cast import (
    NOW,
    SEOUL,
    make_centre,
    make_contact,
    make_staff,
    make_worker,
    make_workplace,
)
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_plan,
    make_shift,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)


def team_at_work(**changes: object) -> Team:
    team = make_team(**changes)  # type: ignore[arg-type]
    make_week_of_shifts(team, MONDAY)
    return team


def test_one_stop_does_everything_that_is_due_at_a_workplace() -> None:
    team_at_work()
    worker = make_worker()
    soon = make_due_item(worker.workplace)
    exam = make_exam_item(worker, due_date=MONDAY + timedelta(weeks=4))
    far = make_exam_item(worker, "benzene", due_date=MONDAY + timedelta(weeks=6))

    plan = make_plan(MONDAY)

    stop = plan.stops.get()
    assert set(stop.due_items.all()) == {soon, exam}
    assert far not in stop.due_items.all()
    assert stop.ends_at - stop.starts_at == timedelta(minutes=80)  # 30 + 2 × 20 + 10
    assert stop.starts_at.minute % 10 == 0
    assert stop.drive_minutes > 0


def test_nothing_is_booked_or_sent_before_the_plan_is_accepted() -> None:
    team_at_work()
    contact = make_contact()
    make_due_item(contact.workplace)

    make_plan(MONDAY)

    assert not Visit.objects.exists()
    assert not Reservation.objects.exists()
    assert not Message.objects.exists()


def test_the_proposal_says_what_accepting_it_will_do() -> None:
    team_at_work()
    contact, silent, landline = make_contact(), make_contact(), make_workplace(name="전화만")
    opt_out(phone=silent.phone, now=NOW)
    for place in (contact.workplace, silent.workplace, landline):
        make_due_item(place)
    plan = make_plan(MONDAY)

    said = forecast(plan=plan, now=NOW)
    visits = plans.accept_plan(plan=plan, staff=make_staff(), now=NOW)

    assert (said.visits, said.texts, said.to_call) == (3, 1, 2)
    assert len(visits) == 3
    assert Message.objects.filter(template="visit_booked").count() == said.texts
    assert {stop.visit for stop in plan.stops.all()} == set(visits)
    plan.refresh_from_db()
    assert plan.state == Plan.State.ACCEPTED


def test_a_plan_is_accepted_once() -> None:
    team_at_work()
    make_due_item()
    plan = make_plan(MONDAY)
    plans.accept_plan(plan=plan, staff=None, now=NOW)

    with pytest.raises(plans.PlanAlreadyDecided):
        plans.accept_plan(plan=plan, staff=None, now=NOW)
    with pytest.raises(plans.PlanAlreadyDecided):
        plans.discard_plan(plan=plan)

    assert Visit.objects.count() == 1


def test_a_place_taken_meanwhile_is_named_and_nothing_is_half_done() -> None:
    team = team_at_work()
    for number in range(3):
        make_due_item(make_contact(make_workplace(name=f"가게 {number}")).workplace)
    plan = make_plan(MONDAY)
    last = plan.stops.order_by("-starts_at")[0]
    intruder = make_visit(team=team, starts_at=last.starts_at, minutes=10)

    with pytest.raises(plans.PlanOutdated) as refusal:
        plans.accept_plan(plan=plan, staff=None, now=NOW)

    assert refusal.value.stop == last
    assert last.workplace.name in str(refusal.value)
    assert list(Visit.objects.all()) == [intruder]
    assert not Message.objects.exists()
    plan.refresh_from_db()
    assert plan.state == Plan.State.PROPOSED


def test_an_item_done_meanwhile_makes_its_stop_outdated() -> None:
    team_at_work()
    item = make_due_item()
    plan = make_plan(MONDAY)
    DueItem.objects.filter(pk=item.pk).update(closed_at=NOW, closed_as="DONE")

    with pytest.raises(plans.PlanOutdated):
        plans.accept_plan(plan=plan, staff=None, now=NOW)


def test_a_new_plan_replaces_the_older_proposal_of_its_week_only() -> None:
    team = team_at_work()
    make_week_of_shifts(team, MONDAY + timedelta(days=7))
    make_due_item()
    first, other_week = make_plan(MONDAY), make_plan(MONDAY + timedelta(days=7))

    second = make_plan(MONDAY)

    first.refresh_from_db()
    other_week.refresh_from_db()
    assert (first.state, second.state, other_week.state) == ("DISCARDED", "PROPOSED", "PROPOSED")


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
