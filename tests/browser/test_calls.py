"""Telephoning for a number, by keyboard, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from outreach import clock
from outreach.access import Role
from outreach.actions.calls import record_call
from outreach.models import Contact, ContactAttempt, Workplace
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]
SignIn = Callable[..., Page]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def make_shop(name: str, number: int, workers: int) -> Workplace:
    workplace = cast.make_workplace(name=name, regular_workers=workers)
    cast.make_contact(
        workplace, role="LINE", name="", phone=f"+8222000{number:04d}", line_kind="LANDLINE",
        is_textable=False,
    )  # fmt: skip
    return workplace


@pytest.fixture
def shops(db: None) -> list[Workplace]:
    """Three to call now, one that rests, one that refused, one without a telephone."""
    found = [
        make_shop("한빛도장", 6400, 9),
        make_shop("가람금속공업사", 6401, 5),
        make_shop("나래봉제", 6402, 2),
    ]
    staff = cast.make_staff(Role.COORDINATOR)
    call: dict[str, Any] = {"staff": staff, "purpose": ContactAttempt.Purpose.NUMBER}
    record_call(workplace=found[2], outcome="NO_ANSWER", now=NOW - timedelta(days=5), **call)
    record_call(workplace=make_shop("쉬는집", 6403, 4), outcome="NO_ANSWER", now=NOW, **call)
    record_call(workplace=make_shop("거절집", 6404, 4), outcome="REFUSED", now=NOW, **call)
    cast.make_workplace(name="번호없는집")
    cast.make_contact(
        found[0], role="LINE", name="", phone="+827000001234", line_kind="INTERNET",
        is_textable=False, is_primary=False,
    )  # fmt: skip
    return found


def test_the_pages_are_without_barriers_and_fit_a_phone(
    shops: list[Workplace], sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    page = sign_in_as(Role.COORDINATOR)
    contact = shops[0].contacts.first()
    assert contact is not None
    for name, address in (
        ("list", reverse("call-list")),
        ("resting", reverse("call-list") + "?state=RESTING"),
        ("refused", reverse("call-list") + "?state=REFUSED"),
        ("no-number", reverse("call-list") + "?state=NO_NUMBER"),
        ("call", reverse("call", args=[shops[0].pk])),
        ("consents", reverse("contact-consents", args=[contact.pk])),
    ):
        page.goto(address)
        shot(page, f"calls-{name}")
        axe_check(page)
        fits(page)


def test_a_number_is_taken_and_the_next_workplace_opens_by_keyboard(
    shops: list[Workplace], sign_in_as: SignIn, axe_check: Check, fits: Check, shot: Shot
) -> None:
    page = sign_in_as(Role.CLINICIAN)
    page.goto(reverse("call-list"))
    page.get_by_role("button", name="전화 시작하기").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("나래봉제")  # its time has come
    page.wait_for_load_state()  # the keys are a script's

    page.keyboard.press("3")
    expect(page.get_by_label("다시 전화할 날")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("한빛도장")

    page.keyboard.press("1")
    number = page.get_by_label("휴대전화 번호", exact=True)
    expect(number).to_be_focused()
    page.keyboard.type("02-2000-6400")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("유선전화라서")
    shot(page, "calls-refused-number")
    axe_check(page)
    fits(page)

    page.get_by_label("휴대전화 번호", exact=True).fill("010-0000-9801")
    page.get_by_role("group", name="번호를 보관해도 될까요?").get_by_label("동의함").focus()
    page.keyboard.press("Space")
    page.get_by_role("group", name="문자를 보내도 될까요?").get_by_label("동의함").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("가람금속공업사")
    expect(page).to_have_url(re.compile(rf"/calls/{shops[1].pk}/$"))
    assert Contact.objects.get(is_textable=True).workplace == shops[0]
    assert set(ContactAttempt.objects.values_list("outcome", flat=True)) >= {"GOT_MOBILE"}


def test_the_keys_write_digits_into_a_field(shops: list[Workplace], sign_in_as: SignIn) -> None:
    page = sign_in_as(Role.COORDINATOR)
    page.goto(reverse("call", args=[shops[0].pk]))
    page.keyboard.press("1")

    page.keyboard.type("01023")

    expect(page.get_by_label("휴대전화 번호", exact=True)).to_have_value("01023")


def test_the_district_swaps_the_rows_and_stays_while_calling(
    shops: list[Workplace], sign_in_as: SignIn
) -> None:
    far = make_shop("성동금속", 6410, 8)
    Workplace.objects.filter(pk=far.pk).update(district_code="11200")
    page = sign_in_as(Role.COORDINATOR)
    page.goto(reverse("call-list"))

    page.get_by_label("자치구").select_option("11200")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    page.get_by_role("button", name="전화 시작하기").click()

    expect(page).to_have_url(re.compile(rf"/calls/{far.pk}/\?district=11200$"))
