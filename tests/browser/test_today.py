"""Today, the due list, a workplace and the results in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from outreach.access import Role
from outreach.models import Workplace
from safety.actions.due_items import recompute_workplace
from safety.models import DueItem
from scheduling.actions.visits import ask_other_time
from tests.cast import make_contact, make_worker, make_workplace
from tests.cast_safety import make_exposure
from tests.cast_scheduling import make_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def make_late_place() -> Workplace:
    """Make a paint shop whose exam is late, and a neighbour whose owner wants another time."""
    now = timezone.now()
    today = timezone.localdate(now)
    place = make_contact().workplace
    make_exposure(make_worker(place), placed_date=today - timedelta(days=400))
    other = make_contact(make_workplace(name="세운금속")).workplace
    for one in (place, other):
        recompute_workplace(workplace=one, today=today, now=now)
    visit = make_visit(
        other, due_items=list(other.due_items.all()), starts_at=now + timedelta(days=3), now=now
    )
    ask_other_time(visit=visit, wish="목요일 오후", now=now)
    return place


def test_from_today_to_a_booking(
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    place = make_late_place()
    page = sign_in_as(Role.COORDINATOR)

    page.goto("/")
    expect(page.get_by_text("목요일 오후")).to_be_visible()
    expect(page.get_by_role("heading", name="먼저 연락할 곳")).to_be_visible()
    axe_check(page)
    shot(page, "today")
    fits(page)

    page.goto("/due/?group=overdue")
    item = place.due_items.get(kind=DueItem.Kind.SPECIAL_EXAM)
    line = page.locator("li.due-item", has=page.locator(f"#due-{item.pk}"))
    expect(line.get_by_role("checkbox")).to_be_checked()
    line.get_by_role("link", name="왜 이 날짜?").click()
    expect(line.get_by_text("제202조")).to_be_visible()
    axe_check(page)
    shot(page, "due-list")
    fits(page)

    page.get_by_role("button", name="한빛도장 방문 예약").first.click()
    expect(page.get_by_role("checkbox", name="특수건강진단")).to_be_checked()
    expect(page.get_by_role("checkbox", name="안전교육")).to_have_count(0)  # it goes to a class

    page.goto(f"/workplaces/{place.pk}/")
    axe_check(page)
    shot(page, "workplace")
    fits(page)


def test_the_list_narrows_while_somebody_types(sign_in_as: Callable[..., Page]) -> None:
    make_late_place()
    page = sign_in_as(Role.COORDINATOR)
    page.goto("/due/")

    page.get_by_role("textbox", name="사업장 (선택)").fill("세운")

    expect(page.get_by_role("heading", name="한빛도장")).to_have_count(0)
    expect(page.get_by_role("heading", name="세운금속").first).to_be_visible()
    expect(page).to_have_url(re.compile("name=%EC%84%B8%EC%9A%B4"))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CITY])
def test_the_results_fit_and_have_no_barrier(
    role: Role,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    make_late_place()
    page = sign_in_as(role)

    page.goto("/results/")

    axe_check(page)
    shot(page, f"results-{role.value.lower()}")
    fits(page)
