"""Today's ten by keyboard, the due item's page and the forecast, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from outreach.models import ContactAttempt, Workplace
from safety.actions.due_decisions import put_off
from safety.actions.due_items import recompute_all
from safety.models import DueItem
from tests import cast
from tests.cast import NOW, TODAY
from tests.cast_safety import TOLUENE, make_consultation, make_examination, make_exposure
from tests.cast_scheduling import make_visit

pytestmark = pytest.mark.browser
NAMES = ("한빛도장", "새봄금속", "대성인쇄", "우리봉제", "을지정밀", "세운조명")


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> list[Workplace]:
    """Six shops on a Monday at ten: painters whose exams are late, one with a visit ahead."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    places = []
    for number, name in enumerate(NAMES):
        place = cast.make_workplace(name=name, regular_workers=number + 1)
        cast.make_contact(place, is_textable=number % 2 == 0)
        for who in range(number % 3 + 1):
            worker = cast.make_worker(place, name=f"김일꾼{who}")
            placed = date(2026, 5, 1) - timedelta(days=40 * number)
            make_exposure(worker, placed_date=placed)
        places.append(place)
    first = places[0].workers.get()
    make_examination(first, TOLUENE, exam_date=date(2026, 10, 5))
    make_consultation(first, held_date=date(2026, 10, 5))
    recompute_all(today=TODAY, now=NOW)
    make_visit(
        places[0], due_items=list(places[0].due_items.open().filter(kind="CONSULTATION")[:1])
    )
    return places


def test_todays_ten_takes_the_outcome_by_a_key(
    street: list[Workplace],
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = sign_in_as()
    page.goto("/")
    lines = page.locator(".today-call")
    expect(lines).to_have_count(5)  # the sixth has a visit
    axe_check(page)
    shot(page, "today-ten")
    fits(page)

    page.keyboard.press("2")

    expect(lines).to_have_count(4)
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.purpose) == ("NO_ANSWER", "VISIT")

    lines.nth(1).locator("button").first.focus()
    page.keyboard.press("5")

    expect(lines).to_have_count(3)
    assert ContactAttempt.objects.latest("pk").outcome == "REFUSED"

    page.keyboard.press("1")

    page.wait_for_url("**/visits/new/")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLINICIAN])
def test_an_items_page_and_the_forecast_can_be_read(
    street: list[Workplace],
    role: Role,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    late = street[1].due_items.open().filter(kind="SPECIAL_EXAM").first()
    training = street[1].due_items.open().filter(kind="REGULAR_TRAINING").first()
    assert late is not None and training is not None
    put_off(
        item=late, until=date(2026, 12, 24), reason="공장 이사", staff=cast.make_staff(),
        today=TODAY, now=NOW,
    )  # fmt: skip
    page = sign_in_as(role)
    for name, address in (
        ("due-item", f"/due/{late.pk}/why/"),
        ("due-training", f"/due/{training.pk}/why/"),
        ("due-forecast", "/due/forecast/"),
        ("due-employers", "/due/?side=employer"),
        ("due-ours", "/due/"),
    ):
        page.goto(address)
        axe_check(page)
        shot(page, f"{name}-{role.lower()}")
        fits(page)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert DueItem.objects.open().exists()


def test_the_rules_of_the_due_dates_can_be_read(
    street: list[Workplace],
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = sign_in_as()
    page.goto("/due-rules/")
    axe_check(page)
    shot(page, "due-rules")
    fits(page)
