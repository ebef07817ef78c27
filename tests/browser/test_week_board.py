"""The week board in a real browser: dragging asks the server, and a told owner is asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from outreach import clock
from outreach.access import Role
from outreach.models import Message, MessageState
from scheduling.actions.visits import confirm_visit
from scheduling.models import Team, Visit
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
FAR = {"latitude": 37.66, "longitude": 127.07}
BOARD = "/week/board/?week=2026-11-30"


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def team_at_work(name: str) -> Team:
    team = make_team(name=name)
    make_week_of_shifts(team, MONDAY)
    return team


def visit_at(hour: int, team: Team, name: str, **changes: float) -> Visit:
    place = make_contact(make_workplace(None, name=name, **changes)).workplace
    at = datetime.combine(MONDAY, time(hour), tzinfo=SEOUL)
    return make_visit(place, team=team, starts_at=at)


def box_of(event: Locator) -> FloatRect:
    """Return where something of the board lies, once the board has stopped drawing itself anew."""
    for _try in range(100):
        event.hover()  # waits until it stands still
        if (box := event.bounding_box()) is not None:
            return box
    raise AssertionError("the board does not come to rest")


def drag(page: Page, name: str, *, hours: float, rows: int = 0) -> None:
    """Drag a visit so many hours to the right and rows down, as a hand does it."""
    event = page.locator(".ec-event", has_text=name).first
    box = box_of(event)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    width = box["width"]  # an hour
    for step in range(1, 9):
        page.mouse.move(x + hours * width * step / 8, y + rows * row_height(page) * step / 8)
    page.mouse.move(x + hours * width + 1, y + rows * row_height(page))
    page.mouse.up()


def row_height(page: Page) -> float:
    tops = [
        box["y"]
        for each in page.locator(".ec-sidebar .ec-row-head, .ec-sidebar .ec-resource").all()
        if (box := each.bounding_box())
    ]
    return tops[1] - tops[0] if len(tops) > 1 else 60


def test_staff_drag_lock_and_apply(
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    first, second = team_at_work("1조"), team_at_work("2조")
    free = visit_at(10, first, "두리봉제")
    told = visit_at(14, first, "한빛도장")
    visit_at(10, second, "먼 정밀", **FAR)
    Message.objects.filter(reminder__visit=told, template="visit_booked").update(
        state=MessageState.ACCEPTED, sid="SM1", accepted_at=NOW
    )
    confirmed = visit_at(16, second, "확정금속")
    confirm_visit(visit=confirmed, now=NOW)
    make_due_item(make_workplace(name="제안된 공방"))
    make_plan(MONDAY)
    waiting = make_due_item(make_workplace(name="기다리는 공방")).workplace
    page = sign_in_as(Role.COORDINATOR)
    page.goto(BOARD)
    page.locator(".ec-event", has_text="두리봉제").wait_for()
    page.get_by_text("기다리는 공방").first.wait_for()
    page.locator(".ec-event.is-proposed", has_text="제안된 공방").wait_for()
    axe_check(page)
    shot(page, "week-board")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()

    # Nobody was told: it moves at once.
    page.locator(".ec-event", has_text="두리봉제").wait_for()
    drag(page, "두리봉제", hours=1)
    expect(page.locator("#board-says")).to_contain_text("바꾸었습니다")
    free.refresh_from_db()
    assert timezone_hour(free) == 11

    # The owner was told: the dialog says so, with the text, and asks.
    drag(page, "한빛도장", hours=1)
    dialog = page.locator("#board-dialog")
    expect(dialog).to_contain_text("문자를 받습니다")
    axe_check(page)
    page.screenshot(path="screenshots/week-board-asks-1280.png")
    assert timezone_hour(told) == 14
    dialog.get_by_role("button", name="방문 시간 바꾸기").click()
    expect(dialog).to_be_hidden()
    told.refresh_from_db()
    assert timezone_hour(told) == 15
    assert Message.objects.filter(template="visit_moved", withdrawn_at=None).count() == 1

    # By keyboard: a confirmed visit is opened, unlocked and moved by the form.
    page.locator(".ec-event button", has_text="확정금속").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("확인했습니다")
    dialog.get_by_role("button", name="옮길 수 있게 잠금 풀기").click()
    page.locator(".ec-event button", has_text="확정금속").focus()
    page.keyboard.press("Enter")
    dialog.locator("[name=time]").fill("15:00")
    dialog.get_by_role("button", name="먼저 살펴보기").click()
    expect(dialog).to_contain_text("이전 시간")
    dialog.get_by_role("button", name="방문 시간 바꾸기").click()
    expect(dialog).to_be_hidden()
    confirmed.refresh_from_db()
    assert timezone_hour(confirmed) == 15

    # What waits is dragged in and booked.
    free_hour = box_of(page.locator(".ec-event", has_text="두리봉제"))
    page.locator(".waiting__one", has_text="기다리는 공방").hover()
    page.mouse.down()
    page.mouse.move(free_hour["x"] + 60, free_hour["y"] + 10, steps=4)
    page.mouse.move(free_hour["x"] + 2.5 * free_hour["width"], free_hour["y"] + 10, steps=4)
    page.mouse.up()
    expect(dialog).to_contain_text("새 방문")
    dialog.get_by_role("button", name="방문 예약").click()
    expect(page.locator("#board-says")).to_contain_text("예약")
    assert waiting.visits.live().count() == 1


def timezone_hour(visit: Visit) -> int:
    return visit.starts_at.astimezone(SEOUL).hour
