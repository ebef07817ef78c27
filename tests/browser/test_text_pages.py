"""The staff side of texts: replies, cost and speed, who is asked, what a plan will send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from outreach import clock
from outreach.actions import replies
from outreach.actions.links import owner_link
from outreach.models import Message, MessageAttempt, MessageState, Workplace
from scheduling.actions.owner_replies import cancel_by_owner
from scheduling.actions.visits import ask_other_time
from tests.cast import NOW, TODAY, make_contact, make_workplace
from tests.cast_scheduling import (
    NEXT_MONDAY,
    make_due_item,
    make_plan,
    make_team,
    make_visit,
    make_week_of_shifts,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
LONG = "가나다라마바사아자차카타파하 정밀금속가공 및 표면처리 전문업체 을지로제2공장"
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def furnish() -> None:
    wish = make_visit(make_contact(make_workplace(name=LONG)).workplace)
    gone = make_visit(make_contact().workplace, starts_at=NEXT_MONDAY.replace(hour=16))
    ask_other_time(visit=wish, wish="화요일 오후가 좋습니다", parts=["MORNING"], now=NOW)
    cancel_by_owner(visit=gone, reason="바쁩니다 · 연말 물량", now=NOW)
    link = owner_link(workplace=wish.workplace, now=NOW)
    for say in (replies.stop_texts, replies.not_me):
        say(link=link, workplace=wish.workplace, phone="+821000000001", now=NOW)
    make_visit(make_contact().workplace, starts_at=NOW + timedelta(hours=4))
    for text in Message.objects.waiting().filter(due_at__lte=NOW):
        Message.objects.filter(pk=text.pk).update(
            state=MessageState.ACCEPTED, sid=f"SM{text.pk}", delivery="delivered",
            accepted_at=text.due_at + timedelta(seconds=3),
        )  # fmt: skip
        MessageAttempt.objects.create(message=text, number=1, started_at=NOW, won=120)
    for days, name in ((9, LONG), (40, "한빛도장"), (2, "전화만 있는 집")):
        place = make_workplace(name=name)
        if name != "전화만 있는 집":
            make_contact(place)
        make_due_item(place, due_date=TODAY - timedelta(days=days))


def test_staff_read_what_owners_said_and_what_goes_out(
    sign_in_as: Callable[..., Page], axe_check: Check, fits: Check, shot: Callable[..., None]
) -> None:
    furnish()
    make_week_of_shifts(make_team(), MONDAY)
    plan = make_plan(MONDAY)
    page = sign_in_as()
    for name, address in {
        "replies": "/messages/replies/", "figures": "/messages/figures/",
        "due-ask": "/due/ask/", "plan-texts": f"/plans/{plan.pk}/texts/",
        "workplace-links": f"/workplaces/{Workplace.objects.order_by('pk')[0].pk}/links/",
        "day-sheet-delay": "/day/", "messages-rooms": "/messages/",
    }.items():  # fmt: skip
        page.goto(address)
        axe_check(page)
        shot(page, name)
        fits(page)
        page.set_viewport_size({"width": 1280, "height": 900})
