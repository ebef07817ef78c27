"""Find a firm by its initials, open it, merge it with its double, undo: by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from outreach.access import Role
from outreach.models import Workplace
from tests import cast
from tests.browser.conftest import NARROW, WIDE
from tests.scheduling.merging import make_double, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "(document.activeElement?.innerText || document.activeElement?.value || '')"


@pytest.fixture
def pair(transactional_db: None) -> tuple[Workplace, Workplace]:
    kept, gone = cast.make_workplace(name="문래정밀"), make_double(name="문래 정밀(주)")
    for place, phone in ((kept, "+821000009001"), (gone, "+821000009002")):
        Workplace.objects.filter(pk=place.pk).update(comparable_name="문래정밀")
        cast.make_contact(place, phone=phone)
        cast.make_worker(place, name=f"일꾼 {phone[-1]}")
    settle(kept, gone)
    return kept, gone


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing that says so has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"nothing that says {words} can be reached by keyboard")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_a_double_is_merged_and_parted_by_keyboard_alone(
    pair: tuple[Workplace, Workplace],
    sign_in_as: Callable[..., Page],
    size: dict[str, int],
    axe_check: Callable[[Page], None],
) -> None:
    kept, gone = pair
    page, width = sign_in_as(Role.COORDINATOR), size["width"]
    page.set_viewport_size({"width": width, "height": size["height"]})
    page.goto("/password/")

    def look(name: str) -> None:
        axe_check(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=f"screenshots/merge-{name}-{width}.png", full_page=True)

    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.insert_text("ㅁㄹㅈㅁ")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/workplaces/\d+/$"))
    if not page.url.endswith(f"/{kept.pk}/"):
        kept, gone = gone, kept
    look("workplace")

    tab_to(page, "둘을 비교하기")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"double={gone.pk}$"))
    look("compare")
    tab_to(page, "하나로 합치기")
    page.keyboard.press("Enter")
    expect(page.get_by_text("하나로 합쳤습니다")).to_be_visible()
    expect(page.get_by_role("link", name="일꾼 1")).to_be_visible()
    expect(page.get_by_role("link", name="일꾼 2")).to_be_visible()
    look("merged")
    page.goto(f"/workplaces/{gone.pk}/")
    expect(page).to_have_url(re.compile(f"/workplaces/{kept.pk}/$"))

    tab_to(page, "합치기 되돌리기")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/merges/\d+/undo/$"))
    look("undo")
    tab_to(page, "합치기 되돌리기")
    page.keyboard.press("Enter")
    expect(page.get_by_text("합치기를 되돌렸습니다")).to_be_visible()
    look("parted")

    page.goto(f"/workplaces/{gone.pk}/")
    expect(page).to_have_url(re.compile(f"/workplaces/{gone.pk}/$"))
    assert Workplace.objects.filter(merged_into=None).count() == 2


def test_the_second_of_two_editors_chooses_line_by_line(
    pair: tuple[Workplace, Workplace],
    sign_in_as: Callable[..., Page],
    axe_check: Callable[[Page], None],
    fits: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:
    place, _gone = pair
    page = sign_in_as(Role.COORDINATOR)
    page.goto(f"/workplaces/{place.pk}/site-card/")
    other = page.context.new_page()
    other.goto(f"/workplaces/{place.pk}/site-card/")
    other.locator("#id_floor").fill("5")
    other.locator("#id_site_note").fill("뒷문으로")
    other.get_by_role("button", name="저장").click()
    expect(other.get_by_text("현장 카드를 저장했습니다")).to_be_visible()

    page.locator("#id_floor").fill("7")
    page.locator("#id_has_power").select_option("yes")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("그사이 다른 담당자가 저장했습니다")).to_be_visible()
    axe_check(page)
    shot(page, "conflict")
    fits(page)
    page.get_by_label("7", exact=True).check()
    page.get_by_role("button", name="고른 대로 저장").click()

    expect(page.get_by_text("현장 카드를 저장했습니다")).to_be_visible()
    place.refresh_from_db()
    assert (place.floor, place.site_note, place.has_power) == (7, "뒷문으로", True)
