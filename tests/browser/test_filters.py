"""Filters on a phone: one line above the list, opened by a finger or a key, without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from outreach import clock
from tests import cast
from tests.browser.conftest import NARROW
from tests.cast import NOW, TODAY
from tests.cast_scheduling import make_due_item, make_visit

pytestmark = pytest.mark.browser
# The list, what is its first item, and a field of its filter.
LISTS = {
    "due": ("/due/", ".due-place", "#id_kind"),
    "workplaces": ("/workplaces/", "tbody tr", "#sort"),
    "calls": ("/calls/", "tbody tr", "#id_district"),
    "messages": ("/messages/", "tbody tr", "#id_q"),
    "day": ("/day/?day=2026-11-30", "article", "#id_team"),
}


@pytest.fixture
def lists(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shops that owe something, one of them with a visit next Monday and its texts."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    place = cast.make_workplace(name="한빛도장", district_code="11140")
    cast.make_contact(place)
    make_visit(place)
    other = cast.make_workplace(name="새봄금속", district_code="11140")
    cast.make_contact(other, phone="+8220001234", line_kind="LANDLINE", is_textable=False)
    make_due_item(other)


def line(page: Page) -> Locator:
    return page.locator(".filter-fold > summary")


def top_of(page: Page, item: str) -> float:
    box = page.locator(item).first.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_begins_on_the_first_screen_of_a_phone(
    name: str,
    lists: None,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    address, item, field = LISTS[name]
    page = sign_in_as()
    page.goto(address)
    expect(page.locator(field)).to_be_visible()  # a wide window shows the fields as ever
    expect(line(page)).to_be_hidden()
    shot(page, f"filters-{name}")
    page.set_viewport_size(NARROW)
    folded = top_of(page, item)
    axe_check(page)

    line(page).focus()
    page.keyboard.press("Enter")

    expect(page.locator(field)).to_be_visible()
    assert folded < NARROW["height"]
    assert top_of(page, item) > folded + 90  # the twin: open, the fields push it down
    axe_check(page)
    fits(page)


def test_the_line_says_what_is_chosen_and_folds_again_when_it_is_asked_for(
    lists: None, sign_in_as: Callable[..., Page], shot: Callable[[Page, str], None]
) -> None:
    page = sign_in_as()
    page.set_viewport_size(NARROW)
    page.goto("/due/")
    expect(line(page)).to_contain_text("없음 2건")
    line(page).click()
    page.locator("#id_name").fill("새봄")
    expect(line(page)).to_contain_text("‘새봄’ 1건")  # as it is typed

    page.locator(".filter button").click()

    expect(page.locator(".filter-fold")).not_to_have_attribute("open", "")
    expect(page.locator("#id_name")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    shot(page, "filters-due-chosen")

    page.set_viewport_size(NARROW)
    page.goto("/workplaces/")
    line(page).click()
    page.locator("#words").fill("한빛")
    expect(line(page)).to_contain_text("‘한빛’ 사업장")
    shot(page, "filters-workplaces-open")


def test_it_opens_without_a_script(
    lists: None, sign_in_as: Callable[..., Page], browser: Browser, live_server: LiveServer
) -> None:
    cookies = sign_in_as().context.cookies()
    context = browser.new_context(
        base_url=live_server.url, locale="ko-KR", java_script_enabled=False, viewport=NARROW
    )
    for cookie in cookies:
        name, value = cookie.get("name", ""), cookie.get("value", "")
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/due/?name=%ED%95%9C%EB%B9%9B")
    expect(line(page)).to_contain_text("‘한빛’ 1건")

    line(page).click()
    page.locator("#id_name").fill("새봄")
    page.locator(".filter button").click()

    expect(line(page)).to_contain_text("‘새봄’ 1건")
    expect(page.locator(".due-place")).to_have_count(1)
    context.close()
