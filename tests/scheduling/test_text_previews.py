"""What is shown beforehand is what goes out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from outreach import clock
from outreach.actions.links import token_of
from outreach.actions.opt_outs import opt_out
from outreach.models import Consent, Message
from scheduling.actions.mass_offers import WhyNot, ask_many, overdue_items, whom_to_ask
from scheduling.actions.plans import accept_plan
from scheduling.actions.text_previews import Why, preview_plan
from scheduling.models import Offer
from tests.cast import NOW, TODAY, make_centre, make_contact, make_staff, make_workplace
from tests.cast_scheduling import (
    make_due_item,
    make_plan,
    make_shift,
    make_team,
    make_week_of_shifts,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def makes_places() -> None:
    """Make a place that is reached, one with two numbers, two that refuse, one without a number."""
    reached = make_contact(make_workplace(name="닿음"))
    two = make_contact(make_workplace(name="둘"))
    make_contact(two.workplace, is_primary=False)
    refusing = make_contact(make_workplace(name="거절"))
    opt_out(phone=refusing.phone, now=NOW)
    place = make_workplace(name="사업장 거절")
    line = make_contact(place, phone="+8220001234", line_kind="LANDLINE", is_textable=False)
    make_contact(place)
    Consent.objects.create(
        contact=line, purpose=Consent.Purpose.TEXTS, is_given=False, text_version="2026-11",
        channel=Consent.Channel.TELEPHONE, recorded_at=NOW,
    )  # fmt: skip
    for one in (reached.workplace, two.workplace, refusing.workplace, place, make_workplace()):
        make_due_item(one)


def test_accepting_a_plan_sends_exactly_what_was_shown() -> None:
    makes_places()
    make_week_of_shifts(make_team(), MONDAY)
    plan = make_plan(MONDAY)

    shown = preview_plan(plan=plan, now=NOW)
    accept_plan(plan=plan, staff=None, now=NOW)

    sent = {(text.phone, text.due_at) for text in Message.objects.waiting()}
    assert {(one.contact.phone, one.leaves_at) for one in shown.planned} == sent
    assert len(shown.planned) == len(sent) >= 5
    assert sorted(one.why for one in shown.skipped) == [Why.NO_NUMBER, Why.REFUSED, Why.REFUSED]


def test_looking_sends_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    makes_places()
    make_week_of_shifts(make_team(), MONDAY)
    plan = make_plan(MONDAY)
    client.force_login(make_staff())

    assert client.get(f"/plans/{plan.pk}/texts/").status_code == 200
    assert not Message.objects.exists()


def test_owners_who_are_late_are_asked_once_and_find_times_when_they_look(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    late, landline = make_contact(), make_workplace()
    days = {late.workplace: 9, landline: 8}
    items = [make_due_item(one, due_date=TODAY - timedelta(days=ago)) for one, ago in days.items()]
    team = make_team()
    for day in range(1, 5):
        make_shift(team, TODAY + timedelta(days=day))
    client.force_login(make_staff())

    assert overdue_items(centre=make_centre(), now=NOW) == items
    found = whom_to_ask(items=items, centre=make_centre(), now=NOW)
    assert [one.why_not for one in found] == [None, WhyNot.NO_NUMBER]
    client.post("/due/ask/", {"items": [one.pk for one in items], "sure": "1"})

    text = Message.objects.get()
    assert (text.template, text.phone) == ("visit_offer", late.phone)
    told = ask_many(items=items, centre=make_centre(), staff=make_staff(), now=NOW)
    assert [one.why_not for one in told] == [WhyNot.ASKED_LATELY, WhyNot.NO_NUMBER]
    assert Message.objects.count() == 1
    assert text.link is not None
    page = f"/o/{token_of(text.link)}/times/"
    assert "시간 보기" in client.get(page).content.decode()
    client.post(page)
    assert Offer.objects.open(NOW).get().slots.count() == 3
