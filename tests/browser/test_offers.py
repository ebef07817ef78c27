"""Choosing a time in a real browser: staff offer by text, the owner taps on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from outreach import clock
from outreach.actions import links
from scheduling.actions import plan_searches
from scheduling.models import Plan, Visit
from tests.cast import NOW, TODAY, make_centre, make_contact, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_plan,
    make_shift,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]
LONG = "가나다라마바사아자차카타파하 정밀금속가공 및 표면처리 전문업체 을지로제2공장"


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_an_owner_moves_a_visit_in_two_taps(
    browser: Browser, live_server: LiveServer, axe_check: Check, fits: Check, shot: Shot
) -> None:
    team = make_team()
    for day in range(1, 7):
        make_shift(team, TODAY + timedelta(days=day))
    place = make_contact(make_workplace(name=LONG)).workplace
    visit = make_visit(place, team=make_team(), starts_at=NOW + timedelta(days=9))
    assert visit.link is not None
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        java_script_enabled=False,  # an old telephone
    )
    page = context.new_page()
    page.goto(f"/o/{links.token_of(visit.link)}/")

    page.get_by_role("button", name="다른 시간 고르기").click()
    times = page.get_by_role("listitem").get_by_role("button").all_inner_texts()
    page.get_by_role("button", name=times[1]).click()

    assert len(times) == 3
    visit.refresh_from_db()
    assert visit.state == Visit.State.CONFIRMED
    assert page.get_by_role("heading", name=times[1]).is_visible()
    context.close()
    wide = browser.new_context(base_url=live_server.url, locale="ko-KR")
    again = wide.new_page()
    again.goto(f"/o/{links.token_of(visit.link)}/")
    shot(again, "owner-with-times")
    again.get_by_role("button", name="다른 시간 고르기").click()
    axe_check(again)
    shot(again, "owner-times")
    fits(again)
    wide.close()


def test_staff_let_an_owner_choose(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Shot
) -> None:
    team = make_team()
    for day in range(1, 7):
        make_shift(team, TODAY + timedelta(days=day))
    item = make_due_item(make_contact(make_workplace(name=LONG)).workplace)
    page = sign_in_as()
    page.goto(f"/workplaces/{item.workplace_id}/visits/new/")
    shot(page, "visit-offer-before")

    page.get_by_role("button", name="문자로 시간 고르게 하기").click()

    page.get_by_role("heading", name="사업주가 고르는 중입니다").wait_for()
    axe_check(page)
    shot(page, "visit-offer")
    fits(page)


def test_a_better_plan_arrives_while_staff_look(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Shot
) -> None:
    monday = date(2026, 11, 30)
    make_centre()
    for team in (make_team(), make_team()):
        make_week_of_shifts(team, monday)
    for number in range(40):
        place = make_workplace(
            name=LONG if number == 3 else f"가게 {number}",
            latitude=37.48 + 0.02 * (number % 5),
            longitude=126.88 + 0.03 * (number * 3 % 7),
        )
        make_due_item(place)
    plan = make_plan(monday)
    Plan.objects.filter(pk=plan.pk).update(search_share=40)
    page = sign_in_as()
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_text("더 좋은 계획을 찾고 있습니다").wait_for()
    axe_check(page)
    shot(page, "plan-searching")
    fits(page)

    ticks = iter(range(10_000))
    plan_searches.improve_plan(plan_id=plan.pk, clock=lambda: NOW, ticks=lambda: next(ticks) * 0.05)

    page.get_by_text("찾기가 끝났습니다").wait_for()
    shot(page, "plan-searched")
    fits(page)
