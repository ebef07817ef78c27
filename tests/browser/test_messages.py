from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from outreach.models import Message, MessageAttempt, MessageState
from tests import cast
from tests.outreach.outbox import make_message
from tests.outreach.uncertain import make_uncertain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]


def make_texts() -> Message:
    """Make a waiting text and one of each kind of failure, and return a refused one."""
    facts: list[dict[str, object]] = [
        {"state": MessageState.REFUSED, "error_code": "21614", "attempt_number": 1},
        {"state": MessageState.DOUBT, "attempt_number": 1},
        {"state": MessageState.TOO_LATE},
        {"state": MessageState.ACCEPTED, "sid": "SM1", "delivery": "undelivered",
         "error_code": "30005", "accepted_at": cast.NOW},
    ]  # fmt: skip
    texts = []
    for change in [{}, *facts]:
        contact = cast.make_contact()
        text = make_message(workplace=contact.workplace, contact=contact, phone=contact.phone)
        Message.objects.filter(pk=text.pk).update(**change or {"planned_at": cast.NOW})
        texts.append(text)
    MessageAttempt.objects.create(
        message=texts[1], number=1, started_at=cast.NOW, outcome="REFUSED", error_code="21614"
    )
    return texts[1]


def test_the_outbox_can_be_read_by_everybody(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Callable[..., None]
) -> None:
    refused = make_texts()
    page = sign_in_as()
    addresses = {
        "messages-attention": reverse("message-list") + "?tab=attention",
        "messages-waiting": reverse("message-list"),
        "messages-sent": reverse("message-list") + "?tab=sent&days=7&q=nobody",
        "message": reverse("message", args=[refused.pk]),
    }

    for name, address in addresses.items():
        page.goto(address)
        axe_check(page)
        shot(page, name)
        fits(page)


def test_a_word_narrows_the_list_and_done_takes_a_text_off_it(
    sign_in_as: Callable[..., Page],
) -> None:
    make_texts()
    page = sign_in_as()
    page.goto(reverse("message-list") + "?tab=attention")
    rows = page.locator("#rows tbody tr")
    assert rows.count() == 4

    page.get_by_role("button", name="처리함").first.click()
    page.wait_for_url("**/messages/?tab=attention")

    assert rows.count() == 3
    page.get_by_label("번호 또는 사업장").fill("없는공방")
    page.get_by_text("맞는 문자가 없습니다.").wait_for()
    assert "tab=attention" in page.url


def test_an_uncertain_text_is_sent_again_after_a_look_at_it(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Callable[..., None]
) -> None:
    text = make_uncertain()
    page = sign_in_as()
    page.goto(reverse("message", args=[text.pk]))
    axe_check(page)
    shot(page, "message-uncertain")
    fits(page)

    page.get_by_role("link", name="다시 보내기").click()
    axe_check(page)
    shot(page, "message-again")
    fits(page)
    page.get_by_label("다시 보내는 까닭").fill("전화하니 받지 못했다고 함")
    page.get_by_role("button", name="다시 보내기").click()
    page.wait_for_url(f"**{reverse('message', args=[text.pk])}")

    shot(page, "message-sent-again")
    fits(page)
    assert Message.objects.filter(again_of=text).exists()
