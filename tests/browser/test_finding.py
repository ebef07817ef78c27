"""Finding workplaces in a real browser: by mouse, by keyboard, without a script, on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from outreach.access import Role
from tests import cast
from tests.outreach.makers import make_town

pytestmark = pytest.mark.browser
LIST, MAP = "/workplaces/", "/workplaces/map/"


@pytest.fixture
def town(transactional_db: None) -> None:
    make_town(cast.make_centre(), count=60)


def choose(page: Page, facet: str, option: str) -> None:
    page.locator(f"#facet-{facet} > summary").click()
    page.locator(f"#facet-{facet}-options").get_by_text(option).click()


def total(page: Page) -> int:
    words = page.locator("caption").inner_text()
    return int(words.split("곳 중")[0].replace(",", ""))


def test_a_facet_gives_what_it_says_and_keeps_the_place(
    town: None, sign_in_as: Callable[[Role], Page], axe_check: Callable[[Page], None]
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto(LIST)
    everything = total(page)
    page.locator("#facet-size > summary").click()
    said = int(page.locator("label[for='size-1-4'] .facet__count").inner_text())
    axe_check(page)

    page.locator("#size-1-4").check()

    expect(page).to_have_url(f"{page.url.split('/workplaces')[0]}{LIST}?size=1-4")
    expect(page.locator(".condition")).to_contain_text("1–4명")
    assert total(page) == said < everything
    # The panel stays open and the focus where it was, for the next choice.
    expect(page.locator("#facet-size")).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.id") == "size-1-4"
    page.locator(".condition").click()
    assert total(page) == everything


def test_it_all_goes_by_keyboard(town: None, sign_in_as: Callable[[Role], Page]) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto(LIST)

    page.locator("#facet-phone > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{page.url.split('/workplaces')[0]}{LIST}?phone=text")
    page.keyboard.press("Escape")

    expect(page.locator("#facet-phone")).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.parentElement.id") == "facet-phone"


def test_without_a_script_the_same_address_says_the_same(
    town: None, sign_in_as: Callable[[Role], Page], browser: Browser, live_server: LiveServer
) -> None:
    cookies = sign_in_as(Role.COORDINATOR).context.cookies()
    context = browser.new_context(
        base_url=live_server.url, locale="ko-KR", java_script_enabled=False
    )
    for cookie in cookies:
        name, value = cookie.get("name", ""), cookie.get("value", "")
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(LIST)

    choose(page, "size", "1–4명")
    page.locator(".finder__line button").click()

    assert page.url == f"{live_server.url}{LIST}?size=1-4"
    page.goto(f"{MAP}?size=1-4")
    expect(page.locator(".atlas__list li").first).to_be_visible()
    context.close()


def test_the_map_leads_down_to_the_door(
    town: None, sign_in_as: Callable[[Role], Page], axe_check: Callable[[Page], None]
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto(MAP)
    axe_check(page)

    page.locator(".atlas__list a", has_text="중구").click()
    expect(page).to_have_url(f"{page.url.split('/workplaces')[0]}{MAP}?district=11140")
    axe_check(page)
    page.locator(".atlas__list a", has_text="산림동").click()
    axe_check(page)
    first = page.locator(".atlas__list a").first
    expect(first).to_be_visible()
    first.click()

    expect(page.locator("h1")).to_be_visible()


def test_pages_look_well_at_both_widths(
    town: None,
    sign_in_as: Callable[[Role], Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    for name, address in {
        "finding-list": f"{LIST}?due=overdue&phone=none&phone=voice",
        "finding-none": f"{LIST}?district=11110&industry=25&size=10-&phone=text",
        "finding-map": MAP,
        "finding-map-district": f"{MAP}?district=11140",
        "finding-map-dong": f"{MAP}?district=11140&dong=11140.%EC%82%B0%EB%A6%BC%EB%8F%99",
        "finding-export": "/workplaces/export/?size=1-4",
    }.items():
        page.goto(address)
        axe_check(page)
        shot(page, name)
        fits(page)
        page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(LIST)
    page.locator("#facet-district > summary").click()
    shot(page, "finding-facet")
    fits(page)
