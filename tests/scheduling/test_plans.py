"""A week is proposed, looked at, and booked as a whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.actions.opt_outs import opt_out
from outreach.models import Message
from safety.models import DueItem
from scheduling.actions import plans
from scheduling.actions.plan_forecasts import forecast
from scheduling.models import Plan, Reservation, Visit
from tests.cast import NOW, make_contact, make_staff, make_worker, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_exam_item,
    make_plan,
    make_visit,
    make_week_of_shifts,
)
from tests.scheduling.planned_week import MONDAY, team_at_work

pytestmark = pytest.mark.django_db


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
