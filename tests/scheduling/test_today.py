"""The first page of the day, for each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from outreach import clock
from outreach.access import Role
from outreach.actions import messages
from outreach.actions.calls import record_call
from outreach.models import DemoClock, Message, MessageState
from safety.models import DueItem
from scheduling.actions.visits import ask_other_time, cancel_visit
from tests.cast import (
    NOW,
    TODAY,
    make_centre,
    make_contact,
    make_staff,
    make_worker,
    make_workplace,
)
from tests.cast_safety import make_examination
from tests.cast_scheduling import (
    make_class,
    make_due_item,
    make_exam_item,
    make_team,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
SignedIn = Callable[..., Client]
THIS_AFTERNOON = NOW + timedelta(hours=4)
LATE = TODAY - timedelta(days=30)


def page(client: Client) -> Any:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer


def figure(client: Client, url: str) -> int:
    """Return the figure that leads to an address, by how the address begins."""
    found = [one.figure for one in page(client).context["figures"] if one.url.startswith(url)]
    assert len(found) == 1, url
    return int(found[0])


def test_a_class_without_a_roll_stays_until_it_is_taken(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = make_class()
    after = training_class.ends_at + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: after)
    monkeypatch.setattr(clock, "today", lambda: after.date())

    html = page(signed_in(staff=training_class.instructor)).content.decode()

    assert f"/classes/{training_class.pk}/roll/" in html


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CITY])
def test_each_role_of_a_centre_has_a_day(signed_in: SignedIn, role: Role) -> None:
    make_visit(starts_at=THIS_AFTERNOON)
    make_exam_item(make_worker(name="김철수"), due_date=LATE)

    html = page(signed_in(role)).content.decode()

    assert "한빛도장" in html or role in (Role.INSTRUCTOR, Role.FINANCE)
    assert "김철수" not in html  # workers are not named before somebody asks


def test_city_hall_starts_with_the_results(signed_in: SignedIn) -> None:
    answer = signed_in(Role.CITY).get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/results/")


def test_todays_visits_stand_in_order_with_the_link_to_record(signed_in: SignedIn) -> None:
    team = make_team()
    later = make_visit(starts_at=THIS_AFTERNOON, team=team)
    sooner = make_visit(starts_at=NOW + timedelta(hours=1), team=team)

    answer = page(signed_in())

    assert [visit.pk for visit in answer.context["visit_day"].visits] == [sooner.pk, later.pk]
    assert f'href="/visits/{sooner.pk}/attendance/"' in answer.content.decode()


def test_an_empty_day_shows_the_next_one_with_visits(signed_in: SignedIn) -> None:
    visit = make_visit()  # a week from now
    cancelled = make_visit(make_workplace(name="취소"), starts_at=NOW + timedelta(days=2))
    cancel_visit(visit=cancelled, reason="", staff=None, now=NOW)

    day = page(signed_in()).context["visit_day"]

    assert (day.is_today, day.date) == (False, visit.starts_at.date())
    assert [row.pk for row in day.visits] == [visit.pk]


def test_whoever_is_latest_is_called_first_and_why_is_said(signed_in: SignedIn) -> None:
    once, twice = make_workplace(name="한 번"), make_workplace(name="두 번")
    make_exam_item(make_worker(once), due_date=LATE)
    worker = make_worker(twice)
    make_exam_item(worker, due_date=LATE)
    make_exam_item(worker, hazard="noise", due_date=LATE - timedelta(days=5))
    make_due_item(make_workplace(name="상담만"), due_date=LATE - timedelta(days=300))

    calls = page(signed_in()).context["first_calls"]

    assert [call.workplace.name for call in calls] == ["두 번", "한 번", "상담만"]
    assert calls[0].what == "특수건강진단 2"
    assert calls[0].oldest == LATE - timedelta(days=5)


def test_nobody_is_called_who_has_a_visit_or_was_called_today(signed_in: SignedIn) -> None:
    booked, called, closed = (make_workplace(name=name) for name in ("예약", "통화", "폐업"))
    for place in (booked, called, closed):
        make_exam_item(make_worker(place), due_date=LATE)
    make_visit(booked)
    record_call(workplace=called, outcome="NO_ANSWER", staff=make_staff(), now=NOW)
    closed.closed_date = TODAY
    closed.save()

    assert page(signed_in()).context["first_calls"] == []


def test_yesterdays_call_does_not_spare_todays(signed_in: SignedIn) -> None:
    item = make_exam_item(make_worker(), due_date=LATE)
    yesterday = NOW - timedelta(days=1)
    record_call(workplace=item.workplace, outcome="NO_ANSWER", staff=make_staff(), now=yesterday)

    assert len(page(signed_in()).context["first_calls"]) == 1


def test_an_owners_wish_waits_on_top_until_it_is_handled(signed_in: SignedIn) -> None:
    visit = make_visit()
    ask_other_time(visit=visit, wish="목요일 오후에 오세요", now=NOW)
    client = signed_in()

    html = page(client).content.decode()
    visit.answers.update(handled_at=NOW)

    assert "목요일 오후에 오세요" in html
    assert f'href="/visits/{visit.pk}/"' in html
    assert "목요일 오후에 오세요" not in page(client).content.decode()


def test_figures_count_what_their_rows_hold(signed_in: SignedIn) -> None:
    make_exam_item(make_worker(), due_date=LATE)
    make_due_item(make_workplace(), due_date=TODAY)
    make_due_item(make_workplace(), due_date=TODAY + timedelta(days=7))
    contact = make_contact()
    messages.plan(
        centre=contact.workplace.centre,
        template="visit_booked",
        context={"starts_at": THIS_AFTERNOON.isoformat()},
        phone=contact.phone,
        language="ko",
        due_at=NOW,
        send_before=THIS_AFTERNOON,
        now=NOW,
        workplace=contact.workplace,
        link=make_visit(contact.workplace).link,
    )
    Message.objects.filter(reminder=None).update(state=MessageState.REFUSED)
    make_contact(make_workplace(), line_kind="LANDLINE", is_textable=False)
    client = signed_in()

    assert figure(client, "/due/?group=overdue") == 1
    assert len(client.get("/due/?group=overdue").context["page"].object_list) == 1
    assert figure(client, f"/due/?group={TODAY}") == 1
    assert len(client.get(f"/due/?group={TODAY}").context["page"].object_list) == 1
    assert figure(client, "/messages/") == 1
    assert figure(client, "/calls/") == 1
    assert len(client.get("/calls/").context["lines"]) == 1


def test_a_clinician_sees_exams_that_wait_for_results(signed_in: SignedIn) -> None:
    make_examination(make_worker(), "toluene", exam_date=TODAY - timedelta(days=31))
    make_examination(make_worker(), "toluene")
    client = signed_in(Role.CLINICIAN)

    one = next(
        row for row in page(client).context["figures"] if row.url.startswith("/examinations/")
    )

    assert one.figure == 2
    assert "1" in one.note


def test_another_centre_is_neither_shown_nor_counted(signed_in: SignedIn) -> None:
    make_visit(make_workplace(make_centre("seongdong"), name="성수제화"), starts_at=THIS_AFTERNOON)
    make_exam_item(
        make_worker(make_workplace(make_centre("seongdong"), name="성수금속")), due_date=LATE
    )
    client = signed_in()

    html = page(client).content.decode()

    assert "성수" not in html
    assert {row.figure for row in page(client).context["figures"]} == {0}


def test_the_number_of_queries_does_not_grow(signed_in: SignedIn) -> None:
    client, team = signed_in(), make_team()
    counted = []
    for rows in (1, 9):
        while DueItem.objects.filter(due_date=LATE).count() < rows:
            make_contact(make_exam_item(make_worker(make_workplace()), due_date=LATE).workplace)
        make_visit(team=team, starts_at=NOW + timedelta(hours=rows))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[0] <= 33


def test_the_demo_clock_moves_to_the_next_text(
    client: Client, settings: Settings, monday_morning: datetime
) -> None:
    settings.DEMO = True
    visit = make_visit(make_contact().workplace)
    reminder = visit.reminders.get(rule="DAY_BEFORE")
    visit.reminders.exclude(pk=reminder.pk).delete()
    Message.objects.exclude(pk=reminder.message_id).delete()

    answer = client.post("/demo/next-text/")

    assert answer.status_code == 302
    assert DemoClock.offset() == reminder.message.due_at - monday_morning


def test_a_real_servers_clock_is_not_moved(client: Client, settings: Settings) -> None:
    settings.DEMO = False

    assert client.post("/demo/next-text/").status_code == 404
    settings.DEMO = True
    assert client.get("/demo/next-text/").status_code == 405
