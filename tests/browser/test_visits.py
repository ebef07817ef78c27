"""Visits in a real browser: what staff see, and the owner's two taps on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from outreach import clock
from outreach.access import Role
from outreach.actions import links
from outreach.models import Message, MessageState
from safety.models import Examination
from scheduling.actions.visits import ask_other_time
from scheduling.models import OwnerAnswer, Visit
from tests.cast import NOW, TODAY, make_contact, make_worker
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_due_item,
    make_exam_item,
    make_health_consent,
    make_institution,
    make_shift,
    make_visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Shot = Callable[..., None]


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def make_busy_visit() -> Visit:
    """Make a visit for two workers, of which the owner was told and wants another time."""
    painter = make_worker(name="김도장")
    place = painter.workplace
    helper = make_worker(place, name="이보조")
    make_health_consent(helper)
    contact = make_contact(place)
    items = [
        make_exam_item(painter),
        make_exam_item(painter, "xylene"),
        make_exam_item(helper),
        make_due_item(place),
    ]
    visit = make_visit(place, due_items=items, minutes=100)
    make_due_item(place, kind="TRAINING")
    make_shift(visit.team, TODAY + timedelta(days=2))
    make_shift(visit.team, TODAY + timedelta(days=3))
    Message.objects.filter(reminder__rule="BOOKED", contact=contact).update(
        state=MessageState.ACCEPTED, sid="SM1", accepted_at=NOW
    )
    ask_other_time(visit=visit, wish="화요일이면 좋겠어요", parts=["AFTERNOON"], now=NOW)
    return visit


def owner_page(visit: Visit) -> str:
    assert visit.link is not None
    return f"/o/{links.token_of(visit.link)}/"


def test_the_pages_of_a_visit_can_be_read_by_everybody(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Shot
) -> None:
    visit = make_busy_visit()
    make_institution()
    page = sign_in_as(Role.CLINICIAN)
    sheets = {
        "day-sheet": "/day/?day=2026-11-30",
        "day-sheet-empty": "/day/",
        "visit-attendance": f"/visits/{visit.pk}/attendance/",
    }
    for name, path in sheets.items():
        page.goto(path)
        axe_check(page)
        shot(page, name)
        fits(page)
    page = sign_in_as(Role.COORDINATOR)
    pages = {
        "visit": f"/visits/{visit.pk}/",
        "visit-move": f"/visits/{visit.pk}/move/",
        "visit-cancel": f"/visits/{visit.pk}/cancel/",
        "visit-book": f"/workplaces/{visit.workplace_id}/visits/new/",
        "feeds": "/feeds/",
    }
    for name, path in pages.items():
        page.goto(path)
        axe_check(page)
        shot(page, name)
        fits(page)


def test_a_driver_reads_the_day_on_a_phone(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Shot
) -> None:
    make_busy_visit()
    page = sign_in_as(Role.DRIVER)

    page.goto("/day/?day=2026-11-30")

    axe_check(page)
    shot(page, "day-sheet-driver")
    fits(page)
    assert "김도장" not in page.content()


def test_the_dialog_says_which_texts_go_before_it_cancels(
    sign_in_as: Callable[..., Page], axe_check: Check
) -> None:
    visit = make_busy_visit()
    page = sign_in_as()
    page.goto(f"/visits/{visit.pk}/")

    page.get_by_role("link", name="방문 취소").click()
    dialog = page.get_by_role("dialog")
    axe_check(page)
    assert "취소 문자" in dialog.inner_text()
    dialog.get_by_label("사유").fill("휴업")
    dialog.get_by_role("button", name="방문 취소").click()

    page.get_by_text("방문이 취소되었습니다.").wait_for()
    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_reason) == ("CANCELLED", "휴업")


def test_a_visit_is_booked_with_the_browsers_own_calendar(
    sign_in_as: Callable[..., Page],
) -> None:
    old = make_visit()
    make_shift(old.team, NEXT_MONDAY.date())
    item = make_exam_item(make_worker(old.workplace))
    page = sign_in_as()
    page.goto(f"/workplaces/{item.workplace_id}/visits/new/")

    page.get_by_label("팀").select_option(label=old.team.name)
    page.get_by_label("날짜").fill("2026-11-30")
    page.get_by_label("시간", exact=True).fill("10:30")
    page.get_by_role("button", name="방문 예약").click()

    page.get_by_text("방문을 예약했습니다.").wait_for()
    assert list(Visit.objects.latest("pk").due_items.all()) == [item]


def test_a_nurse_records_a_visit_on_a_phone(
    sign_in_as: Callable[..., Page],
    axe_check: Check,
    fits: Check,
    shot: Shot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visit = make_busy_visit()
    institution = make_institution()
    evening = visit.ends_at
    monkeypatch.setattr(clock, "now", lambda: evening)
    monkeypatch.setattr(clock, "today", lambda: evening.date())
    page = sign_in_as(Role.CLINICIAN)
    page.goto("/day/")
    page.get_by_role("link", name="방문 기록하기").click()

    painter = page.get_by_role("region", name="김도장")
    painter.get_by_label("동의함").check()
    painter.get_by_label("참석").check()
    page.get_by_label("검진기관").select_option(label=institution.name)
    page.get_by_role("button", name="기록 저장").click()

    page.get_by_text("방문을 기록했습니다.").wait_for()
    axe_check(page)
    shot(page, "visit-recorded")
    fits(page)
    assert Examination.objects.get().results.count() == 2


def test_an_owner_confirms_with_one_tap(
    page: Page, axe_check: Check, fits: Check, shot: Shot
) -> None:
    visit = make_visit(make_contact().workplace)
    page.goto(owner_page(visit))
    axe_check(page)
    shot(page, "owner")
    fits(page)

    page.get_by_role("button", name="네, 이 시간이 좋습니다").click()

    page.get_by_text("감사합니다. 방문이 확인되었습니다.").wait_for()
    axe_check(page)
    shot(page, "owner-confirmed")
    visit.refresh_from_db()
    assert visit.state == Visit.State.CONFIRMED


def test_an_owner_asks_for_another_time_without_any_script(
    browser: Browser, live_server: LiveServer
) -> None:
    visit = make_visit()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(owner_page(visit))

    page.locator("summary", has_text="원하는 때를").click()
    page.get_by_label("오후").check()
    page.locator("textarea").fill("금요일")
    page.get_by_role("button", name="희망 보내기").click()
    page.get_by_text("전화드리겠습니다").wait_for()
    context.close()

    answer = OwnerAnswer.objects.get()
    assert (answer.wish, answer.parts) == ("금요일", ["AFTERNOON"])


def test_an_ended_link_is_kind(page: Page, axe_check: Check, fits: Check, shot: Shot) -> None:
    page.goto("/o/" + "x" * 22 + "/")

    axe_check(page)
    shot(page, "owner-gone")
    fits(page)
