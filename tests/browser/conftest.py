"""A real Chromium before the live server; every test that asks for it carries the marker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from outreach.access import Role
from tests import cast

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
# Scripts and styles follow a new width with the next picture.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; it knows no host but this machine."""
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, which Django would take for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window of 1280 px on the live server; what the console complains about fails the test."""
    context = browser.new_context(
        base_url=live_server.url, viewport=WIDE, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def sign_in_as(page: Page, live_server: LiveServer) -> Callable[..., Page]:
    """Return the window signed in with a role: `sign_in_as(Role.COORDINATOR)`."""

    def sign_in(role: Role = Role.COORDINATOR) -> Page:
        client = Client()
        client.force_login(
            cast.make_staff(role), backend="django.contrib.auth.backends.ModelBackend"
        )
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return sign_in


@pytest.fixture(scope="session")
def axe_check() -> Callable[[Page], None]:
    """Fail with every barrier that axe finds on the page (WCAG 2.2 AA)."""
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")

    def check(page: Page) -> None:
        # A click returns when the next page has begun, which may be before it has a root.
        page.wait_for_load_state()
        page.evaluate(source)
        found: dict[str, Any] = page.evaluate(
            # Without preloading, which would put style sheets into the page.
            "tags => axe.run({runOnly: {type: 'tag', values: tags}, preload: false})",
            AXE_RULES,
        )
        barriers = [
            f"{barrier['id']}: {barrier['help']} at {node['target']}"
            for barrier in found["violations"]
            for node in barrier["nodes"]
        ]
        assert barriers == [], page.url

    return check


@pytest.fixture(scope="session")
def fits() -> Callable[[Page], None]:
    """Fail when the page is wider than a phone of 390 px, naming what sticks out."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.set_viewport_size(NARROW)
        page.evaluate(DRAWN)
        sticking_out: list[str] = page.evaluate(
            """() => [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'))
            .map(e => `${e.tagName}.${e.className}`)"""
        )
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (width, sticking_out) == (NARROW["width"], []), page.url

    return check


@pytest.fixture(scope="session")
def shot() -> Callable[..., None]:
    """
    Take pictures of a page at 1280 and 390 px: screenshots/NAME-1280.png, NAME-390.png.

    A whole run of bin/test, at which nobody looks, takes none (SCREENSHOTS=0): they cost a quarter
    of its time.
    """
    wanted = os.environ.get("SCREENSHOTS") != "0"

    def take(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.wait_for_load_state()
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            path = SCREENSHOTS / f"{name}-{size['width']}.png"
            if wanted:
                page.screenshot(path=path, full_page=True)

    return take
