from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings

from outreach.actions.sending import claim
from outreach.models import MassSend, SendingStop
from tests import cast
from tests.outreach.outbox import make_link, make_message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]


def test_staff_stop_and_resume_and_give_the_second_word(
    sign_in_as: Callable[..., Page],
    axe_check: Check,
    fits: Check,
    shot: Callable[..., None],
    settings: Settings,
) -> None:
    settings.SMS_CONFIRM_ABOVE = 3
    link = make_link()
    for _ in range(4):
        make_message(link=link)
    claim(now=cast.NOW, real_now=cast.NOW, limit=9)
    page = sign_in_as()

    page.goto(reverse("sending"))
    axe_check(page)
    shot(page, "sending")
    fits(page)
    page.get_by_label("이유").fill("문구를 고치는 중")
    page.get_by_role("button", name="이 기관의 문자 모두 멈추기").click()
    page.get_by_text("이 기관의 문자가 나가지 않습니다.").wait_for()
    axe_check(page)
    shot(page, "sending-stopped")
    fits(page)
    page.get_by_role("button", name="다시 보내기").click()
    page.get_by_role("heading", name="이 기관의 문자가 나가고 있습니다").wait_for()
    page.get_by_label("문자 건수").fill("4")
    page.get_by_role("button", name="보내기", exact=True).click()
    page.get_by_text("확인했습니다.").wait_for()

    assert SendingStop.objects.get().ended_at is not None
    assert not MassSend.objects.unconfirmed().exists()
