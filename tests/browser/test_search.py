"""The box in the header: by keyboard alone, at both widths, with and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from outreach.access import Role
from outreach.actions.search import refresh
from outreach.models import Workplace
from tests import cast
from tests.browser.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(transactional_db: None) -> Workplace:
    shop = cast.make_workplace(name="문래정밀")
    others = [cast.make_workplace(name=name) for name in ("대신문래정밀", "문래금속")]
    cast.make_worker(shop, name="문라진")
    refresh(workplaces=[shop.pk, *(other.pk for other in others)])
    return shop


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_a_firm_is_found_and_opened_by_keyboard_alone(
    shop: Workplace,
    sign_in_as: Callable[..., Page],
    size: dict[str, int],
    axe_check: Callable[[Page], None],
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto("/password/")
    box = page.get_by_role("combobox", name="검색")

    page.locator("h1").click()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.insert_text("ㅁㄹㅈㅁ")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "search-hit-1-1")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    axe_check(page)
    page.screenshot(path=f"screenshots/search-open-{size['width']}.png")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/workplaces/{shop.pk}/$"))


def test_escape_closes_and_the_arrow_opens_again(
    shop: Workplace, sign_in_as: Callable[..., Page]
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto("/password/")
    box = page.get_by_role("combobox", name="검색")
    box.fill("문래")
    expect(page.get_by_role("option")).to_have_count(3)

    box.press("Escape")
    expect(page.locator("#search-popup")).to_be_hidden()
    expect(box).to_have_value("문래")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.locator("h1").click()

    expect(page.locator("#search-popup")).to_be_hidden()


def test_enter_shows_everything_and_nothing_found_says_what_to_try(
    shop: Workplace,
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto("/password/")
    box = page.get_by_role("combobox", name="검색")
    box.fill("문ㄹ")
    box.press("Enter")

    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.get_by_role("link", name="문라진")).to_be_visible()
    axe_check(page)
    shot(page, "search-results")
    fits(page)
    page.get_by_role("combobox", name="검색").fill("없는이름이다")
    expect(page.locator(".search__none")).to_be_visible()
    axe_check(page)
    page.screenshot(path="screenshots/search-none-390.png")


def test_without_a_script_it_is_a_form(
    shop: Workplace, sign_in_as: Callable[..., Page], browser: Browser, live_server: LiveServer
) -> None:
    cookies = sign_in_as(Role.COORDINATOR).context.cookies()
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="ko-KR"
    )
    context.add_cookies([{**cookie} for cookie in cookies])  # type: ignore[typeddict-item]
    page = context.new_page()
    page.goto("/password/")

    page.get_by_role("searchbox", name="검색").fill("문래정밀")
    page.get_by_role("button", name="찾기").click()

    expect(page.get_by_role("link", name="문래정밀", exact=True)).to_be_visible()
    assert page.url.endswith("/search/")
    context.close()
