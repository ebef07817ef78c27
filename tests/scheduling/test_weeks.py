"""The week page and the plan's pages, as staff use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from outreach.access import Role
from outreach.models import Message
from scheduling.actions import visits
from scheduling.models import Plan, Visit
from tests.cast import NOW, make_centre, make_contact, make_staff, make_workplace
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_class,
    make_due_item,
    make_plan,
    make_shift,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
MONDAY = date(2026, 11, 30)
SignIn = Callable[..., Client]


def page_of(client: Client, address: str = "/week/?week=2026-11-30") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_week_shows_visits_classes_and_shifts(signed_in: SignIn) -> None:
    visit = make_visit()
    make_shift(visit.team, MONDAY)
    training_class = make_class()
    visits.ask_other_time(visit=visit, wish="금요일", now=NOW)

    page = page_of(signed_in(Role.VIEWER))

    assert f'href="/visits/{visit.pk}/"' in page
    assert f'href="/classes/{training_class.pk}/"' in page
    assert "09:00–18:00" in page
    assert "다른 시간" in page


def test_a_cancelled_visit_and_another_centres_week_are_not_shown(signed_in: SignIn) -> None:
    visit = make_visit()
    visits.cancel_visit(visit=visit, reason="", staff=None, now=NOW)
    elsewhere = make_visit(make_workplace(make_centre("seongdong"), name="옆 동네"))

    page = page_of(signed_in())

    assert f"/visits/{visit.pk}/" not in page
    assert elsewhere.workplace.name not in page


@pytest.mark.parametrize("week", ["", "?week=2026-12-03", "?week=soon", "?week=9999-12-31"])
def test_any_day_names_its_week_and_nonsense_names_this_one(signed_in: SignIn, week: str) -> None:
    make_team()

    page = page_of(signed_in(), f"/week/{week}")

    assert ("2026. 11. 30.(월)</span> – " in page) == (week == "?week=2026-12-03")


def test_a_week_takes_a_fixed_number_of_queries(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in()
    for number in range(3):
        visit = make_visit(starts_at=NEXT_MONDAY + timedelta(days=number))
        make_shift(visit.team, MONDAY + timedelta(days=6))
    make_class()

    with django_assert_max_num_queries(10):
        page_of(client)


def plannable(count: int = 2) -> None:
    make_week_of_shifts(make_team(), MONDAY)
    for number in range(count):
        place = make_workplace(name=f"가게 {number}")
        make_due_item(place)
        if number:
            make_contact(place)


def test_from_the_week_to_booked_visits(signed_in: SignIn) -> None:
    plannable(3)
    client = signed_in()
    assert "이 주 계획 세우기" in page_of(client)

    proposal = client.post("/plans/make/", {"week": "2026-11-30"}, follow=True)
    text = " ".join(proposal.content.decode().split())
    assert "방문 3건을 예약하고 문자 2건을 보냅니다(1곳은 전화로 알려야 합니다)." in text
    assert not Visit.objects.exists()
    plan = Plan.objects.get()
    assert "계획안 보기" in page_of(client)
    done = client.post(f"/plans/{plan.pk}/accept/", {"version": plan.version}, follow=True)

    assert Visit.objects.count() == 3
    assert Message.objects.filter(template="visit_booked").count() == 2
    assert f"/visits/{Visit.objects.all()[0].pk}/" in done.content.decode()


def test_an_outdated_plan_names_its_stop_and_books_nothing(signed_in: SignIn) -> None:
    plannable(2)
    plan = make_plan(MONDAY)
    last = plan.stops.order_by("-starts_at")[0]
    make_visit(team=last.team, starts_at=last.starts_at, minutes=10)

    answer = signed_in().post(f"/plans/{plan.pk}/accept/", {"version": plan.version})

    assert answer["Location"] == f"/plans/{plan.pk}/#stop-{last.pk}"
    assert Visit.objects.count() == 1


def test_a_stop_is_left_out_changed_and_taken_in(signed_in: SignIn) -> None:
    plannable(1)
    stop = make_plan(MONDAY).stops.get()
    client, address = signed_in(), f"/plan-stops/{stop.pk}/"

    client.post(address, {"is_kept": "no"})
    stop.refresh_from_db()
    assert not stop.is_kept
    assert "방문 0건" in page_of(client, f"/plans/{stop.plan_id}/")
    client.post(address, {"is_kept": "yes"})
    moved = {"team": stop.team_id, "date": "2026-12-03", "time": "14:00", "minutes": "60"}
    assert client.post(address, moved).status_code == 302
    refused = client.post(address, {**moved, "date": "2026-12-05"})

    stop.refresh_from_db()
    assert refused.status_code == 422
    assert (stop.is_kept, stop.starts_at) == (True, NEXT_MONDAY + timedelta(days=3))


def test_a_discarded_plan_leads_back_to_the_week(signed_in: SignIn) -> None:
    plannable(1)
    plan = make_plan(MONDAY)
    client = signed_in()

    answer = client.post(f"/plans/{plan.pk}/discard/")

    assert answer["Location"] == "/week/?week=2026-11-30"
    assert page_of(client, f"/plans/{plan.pk}/")
    assert client.post(f"/plans/{plan.pk}/accept/").status_code == 302
    assert not Visit.objects.exists()


def test_a_week_that_cannot_be_planned_says_why(signed_in: SignIn) -> None:
    make_team()

    page = signed_in().post("/plans/make/", {"week": "2026-11-30"}, follow=True)

    assert "근무하는 팀이 없습니다" in page.content.decode()


def test_what_stays_out_is_said_in_words(signed_in: SignIn) -> None:
    make_week_of_shifts(make_team(skills=[]), MONDAY)
    item = make_due_item()

    page = page_of(signed_in(), f"/plans/{make_plan(MONDAY).pk}/")

    assert item.workplace.name in page
    assert "할 수 있는 팀이 없습니다" in page


def test_plans_belong_to_those_who_book_at_their_own_centre(signed_in: SignIn) -> None:
    plannable(1)
    stop = make_plan(MONDAY).stops.get()
    stranger = signed_in(staff=make_staff(Role.ADMINISTRATOR, make_centre("seongdong")))

    for address in (
        f"/plans/{stop.plan_id}/",
        f"/plans/{stop.plan_id}/accept/",
        f"/plans/{stop.plan_id}/discard/",
        f"/plan-stops/{stop.pk}/",
    ):
        assert stranger.get(address).status_code == 404
        assert signed_in(Role.VIEWER).get(address).status_code == 403
    assert signed_in(Role.VIEWER).post("/plans/make/").status_code == 403
    assert signed_in(Role.INSTRUCTOR).get("/week/").status_code == 403
