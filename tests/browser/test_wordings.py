from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.outreach.outbox import make_message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]


def test_words_are_written_beside_a_telephone(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Callable[..., None]
) -> None:
    make_message()
    page = sign_in_as()
    page.goto("/messages/words/")
    axe_check(page)
    shot(page, "wordings")
    fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="방문: 예약됨").or_(page.locator("tbody a").first).first.click()

    words = page.get_by_label("한국어 문구")
    words.fill(words.input_value() + " – 주차할 곳도 알려 주세요 😀")
    page.get_by_text("대신 “-”").wait_for()
    axe_check(page)
    shot(page, "wording")
    fits(page)
    page.get_by_role("button", name="이 글자들 바꾸기").click()
    page.get_by_role("button", name="이 문구 쓰기").click()

    page.get_by_text("새 문구를 쓰기 시작했습니다").wait_for()
    shot(page, "wording-saved")
