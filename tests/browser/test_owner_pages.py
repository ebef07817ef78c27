"""The owner's page on an old telephone: no script, large type, two taps to another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from outreach import clock
from outreach.actions import links, messages
from outreach.models import Message, Reply
from safety.actions.certificates import issue
from scheduling.actions.owner_links import switch_off
from scheduling.models import Visit
from tests.cast import NOW, TODAY, make_contact, make_staff, make_worker, make_workplace
from tests.cast_safety import make_completion
from tests.cast_scheduling import (
    make_class,
    make_due_item,
    make_enrolment,
    make_exam_item,
    make_shift,
    make_team,
    make_visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
LONG = "가나다라마바사아자차카타파하 정밀금속가공 및 표면처리 전문업체 을지로제2공장"


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Page:
    """A telephone of 390 px that runs no script."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        java_script_enabled=False,
    )
    return context.new_page()


def furnished() -> Visit:
    team = make_team()
    for day in range(1, 7):
        make_shift(team, TODAY + timedelta(days=day))
    place = make_contact(make_workplace(name=LONG, business_no="1234567891")).workplace
    worker = make_worker(place)
    make_exam_item(worker, due_date=TODAY - timedelta(days=12))
    make_due_item(place, kind="RISK_ASSESSMENT", due_date=TODAY + timedelta(days=40))
    make_enrolment(make_class(), worker)
    issue(completion=make_completion(worker), staff=None, today=TODAY, now=NOW)
    return make_visit(place, team=make_team(), starts_at=NOW + timedelta(days=9))


def address_in(text: Message) -> str:
    """Return the address that the owner reads in the text."""
    body = messages.render(text)
    return "/o/" + body.partition("/o/")[2].partition(" ")[0]


def test_from_the_text_two_taps_move_the_visit(phone: Page) -> None:
    visit = furnished()
    before = visit.starts_at

    phone.goto(address_in(Message.objects.filter(reminder__rule="BOOKED").latest("pk")))
    phone.get_by_role("button", name="다른 시간 고르기").click()
    phone.get_by_role("listitem").get_by_role("button").first.click()

    visit.refresh_from_db()
    assert visit.starts_at != before
    assert visit.state == Visit.State.CONFIRMED
    assert phone.get_by_text("방문이 확인되었습니다").is_visible()


def test_a_link_that_is_off_says_whom_to_call(phone: Page, shot: Callable[..., None]) -> None:
    visit = furnished()
    assert visit.link is not None
    switch_off(chosen=[visit.link], staff=make_staff(), now=NOW)

    phone.goto(f"/o/{links.token_of(visit.link)}/")

    assert phone.get_by_role("link", name=visit.centre.callback_number).is_visible()
    shot(phone, "owner-off")


def test_the_office_in_one_page(
    phone: Page,
    browser: Browser,
    live_server: LiveServer,
    axe_check: Check,
    fits: Check,
    shot: Callable[..., None],
) -> None:
    visit = furnished()
    own = links.owner_link(workplace=visit.workplace, now=NOW)
    page = browser.new_context(base_url=live_server.url, locale="ko-KR").new_page()
    root = f"/o/{links.token_of(own)}/"
    for name, room in {
        "owner": "", "owner-cancel": "cancel/", "owner-not-me": "not-me/",
        "owner-stop-texts": "stop-texts/", "owner-check": "papers/",
    }.items():  # fmt: skip
        page.goto(f"{root}{room}")
        axe_check(page)
        shot(page, name)
        fits(page)
    page.get_by_label("사업자등록번호 뒤 다섯 자리").fill("678-91")
    page.get_by_role("button", name="수료증 보기").click()
    page.get_by_role("link", name="PDF").first.wait_for()
    axe_check(page)
    shot(page, "owner-papers")
    fits(page)
    phone.goto(f"{root}cancel/")
    phone.get_by_label("바쁩니다").check()
    phone.get_by_role("button", name="방문 취소하기").click()
    assert phone.get_by_role("heading", name="방문이 취소되었습니다.").is_visible()
    shot(phone, "owner-said")
    assert not Reply.objects.exists()
