"""Before and after, when a team stays at home, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from playwright.sync_api import Page

from outreach import clock
from outreach.access import Role
from scheduling.actions.visits import cancel_visit
from scheduling.models import Shift, Visit
from tests.cast import NOW, SEOUL, TODAY, make_contact, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_plan,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONDAY = date(2026, 11, 30)
LONG = "가나다라마바사아자차카타파하 정밀금속가공 및 표면처리 전문업체 을지로제2공장"


def test_staff_give_the_visits_of_a_sick_team_to_others(
    monkeypatch: pytest.MonkeyPatch,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    sick, other = make_team(), make_team()
    for team in (sick, other):
        make_week_of_shifts(team, MONDAY)
    for number, hour in enumerate((10, 13, 16)):
        place = make_contact(make_workplace(name=LONG if number else "두리봉제")).workplace
        make_visit(place, team=sick, starts_at=datetime.combine(MONDAY, time(hour), tzinfo=SEOUL))
    for name, hour in (("먼저 온 곳", 10), ("그대로인 곳", 15)):
        starts_at = datetime.combine(MONDAY, time(hour), tzinfo=SEOUL)
        make_visit(make_workplace(name=name), team=other, starts_at=starts_at, minutes=50)
    for number in range(6):
        make_due_item(make_workplace(name=f"제안된 공방 {number}"))
    make_plan(MONDAY)
    page = sign_in_as(Role.ADMINISTRATOR)
    page.goto(f"/teams/{sick.pk}/shifts/")
    for name in ("absence-first", "absence-last"):
        page.locator(f"[name={name}]").fill(MONDAY.isoformat())
    page.get_by_role("button", name="근무일 빼기").click()

    page.get_by_role("link", name="대신 갈 팀 찾아보기").click()

    page.get_by_role("heading", name="없이").wait_for()
    axe_check(page)
    shot(page, "team-replan")
    fits(page)
    page.get_by_role("button", name="이대로 바꾸기").click()
    page.get_by_text("다른 팀에 나누었습니다").wait_for()
    assert not Shift.objects.filter(team=sick, date=MONDAY).exists()
    assert not Visit.objects.live().on(MONDAY).filter(team=sick).exists()


def test_an_urgent_visit_and_a_cancellation_are_done_on_a_phone(
    monkeypatch: pytest.MonkeyPatch,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    team = make_team()
    make_week_of_shifts(team, MONDAY)
    urgent, waiting = (
        make_contact(make_workplace(name=name)).workplace for name in (LONG, "기다리는 공방")
    )
    for place in (urgent, waiting):
        make_due_item(place)
    page = sign_in_as(Role.COORDINATOR)
    page.goto(f"/workplaces/{urgent.pk}/visits/urgent/?until=2026-12-01&minutes=60")
    page.get_by_role("button", name="이대로 바꾸기").wait_for()
    axe_check(page)
    shot(page, "visit-urgent")
    fits(page)
    page.get_by_role("button", name="이대로 바꾸기").click()
    visit = urgent.visits.live().get()

    page.goto(f"/visits/{visit.pk}/instead/")
    page.get_by_role("button", name="취소하고 여기로 가기").wait_for()
    axe_check(page)
    shot(page, "visit-instead")
    fits(page)
    page.get_by_role("button", name="취소하고 여기로 가기").click()
    page.get_by_text("방문을 예약했습니다").wait_for()

    visit.refresh_from_db()
    assert visit.state == Visit.State.CANCELLED
    assert waiting.visits.live().count() == 1


def test_a_cancelled_visit_makes_room_for_one_that_waits(
    monkeypatch: pytest.MonkeyPatch,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    team = make_team()
    make_week_of_shifts(team, MONDAY)
    at = datetime.combine(MONDAY, time(10), tzinfo=SEOUL)
    visit = make_visit(make_workplace(name="취소한 곳"), team=team, starts_at=at)
    cancel_visit(visit=visit, reason="휴업", staff=None, now=NOW)
    waiting = make_due_item(make_contact(make_workplace(name=LONG)).workplace).workplace
    page = sign_in_as(Role.COORDINATOR)
    page.goto(f"/visits/{visit.pk}/")

    page.get_by_role("link", name="빈 시간에 넣을 방문").click()

    page.get_by_role("button", name="여기로 예약").wait_for()
    axe_check(page)
    shot(page, "visit-gap")
    fits(page)
    page.get_by_role("button", name="여기로 예약").click()
    page.get_by_text("방문을 예약했습니다").wait_for()
    assert waiting.visits.live().count() == 1
