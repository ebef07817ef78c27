"""Pages in a real browser: no barrier for anybody, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from outreach.access import Role
from tests import cast

pytestmark = pytest.mark.browser

PUBLIC_PAGES = ["/sign-in/", "/signed-out/", "/no-such-page/"]
# Pages of the signed-in: who opens them, and where; "{name}" stands for the cast's numbers.
STAFF_PAGES = [
    (Role.ADMINISTRATOR, "/staff/"),
    (Role.ADMINISTRATOR, "/staff/new/"),
    (Role.ADMINISTRATOR, "/staff/{colleague}/edit/"),
    (Role.ADMINISTRATOR, "/staff/{colleague}/close/"),
    (Role.VIEWER, "/password/"),
]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_is_open_to_everybody(
    page: Page,
    path: str,
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    page.goto(path)

    axe_check(page)
    shot(page, f"public{path.replace('/', '-').rstrip('-')}")
    fits(page)
    axe_check(page)


@pytest.mark.parametrize(("role", "path"), STAFF_PAGES)
def test_a_staff_page_has_no_barrier(
    sign_in_as: Callable[[Role], Page],
    role: Role,
    path: str,
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    colleague = cast.make_staff(Role.COORDINATOR)
    page = sign_in_as(role)

    page.goto(path.format(colleague=colleague.pk))

    axe_check(page)
    shot(page, f"staff{path.format(colleague='x').replace('/', '-').rstrip('-')}")
    fits(page)
    axe_check(page)


def test_somebody_signs_in_by_keyboard_alone(page: Page) -> None:
    staff = cast.make_staff(Role.ADMINISTRATOR)
    page.goto("/sign-in/?next=/staff/")

    page.get_by_label("아이디").focus()
    page.keyboard.type(staff.username)
    page.keyboard.press("Tab")
    page.keyboard.type(cast.PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("직원")


def test_the_demo_opens_with_one_click(
    page: Page, settings: Settings, axe_check: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    settings.DEMO = True
    settings.SIMULATOR_URL = "http://127.0.0.1:8010"
    for role in Role:
        cast.make_staff(role)

    page.goto("/sign-in/")
    axe_check(page)
    shot(page, "demo")
    page.get_by_role("button", name="관리자 화면 둘러보기").click()

    expect(page.get_by_text("이정민").first).to_be_attached()


def test_a_dialog_asks_before_an_account_is_closed(
    sign_in_as: Callable[[Role], Page], axe_check: Callable[[Page], None], shot: Callable[..., None]
) -> None:
    colleague = cast.make_staff(Role.COORDINATOR)
    page = sign_in_as(Role.ADMINISTRATOR)
    page.goto(f"/staff/{colleague.pk}/edit/")

    page.get_by_role("link", name="계정 사용 중지").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    axe_check(page)
    shot(page, "dialog")
    dialog.get_by_role("button", name="계정 사용 중지").click()

    expect(page.get_by_text("계정 사용을 중지했습니다.")).to_be_visible()


def test_the_small_menu_opens_without_a_script(sign_in_as: Callable[[Role], Page]) -> None:
    page = sign_in_as(Role.ADMINISTRATOR)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/staff/")

    page.get_by_text("메뉴", exact=True).click()

    expect(page.get_by_role("link", name="설정")).to_be_visible()
    expect(page.get_by_role("button", name="로그아웃")).to_be_visible()
