"""One text for one person and day, whatever touches them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.actions import messages
from outreach.models import Message, MessageState
from scheduling.actions.classes import cancel_class
from scheduling.actions.enrolments import leave_class
from scheduling.actions.visits import cancel_visit, move_visit
from scheduling.models import Reminder, Visit
from tests.cast import NOW, make_contact, make_worker, make_workplace
from tests.cast_scheduling import NEXT_MONDAY, make_class, make_due_item, make_enrolment, make_visit

pytestmark = pytest.mark.django_db


def bodies() -> list[str]:
    """Return what waits, as it will be read, in the order in which it leaves."""
    return [messages.render(text) for text in Message.objects.waiting().order_by("due_at", "pk")]


def two_visits() -> tuple[Visit, Visit]:
    """Book two visits to one owner for Monday and Tuesday: five things to say, on four days."""
    place = make_contact().workplace
    first = make_visit(place)
    items = [make_due_item(place, kind="TRAINING")]
    return first, make_visit(place, starts_at=NEXT_MONDAY + timedelta(days=1), due_items=items)


def test_what_reaches_an_owner_on_one_day_is_one_text() -> None:
    two_visits()

    news, week_before, day_before_monday, day_before_tuesday = bodies()

    assert news.startswith(
        "[중구보건소] 앞으로의 일정입니다. 11월 30일(월) 14:00 방문, 12월 1일(화) 14:00 방문. "
    )
    assert "/o/" in news
    assert "12월 1일(화) 14:00에 찾아뵙겠습니다" in week_before
    assert "11월 30일(월) 14:00에 찾아뵙겠습니다" in day_before_monday
    assert "12월 1일(화) 14:00에 찾아뵙겠습니다" in day_before_tuesday
    assert (Message.objects.count(), Reminder.objects.count()) == (4, 5)


def test_what_has_left_already_is_not_said_again() -> None:
    place = make_contact().workplace
    make_visit(place)
    news = Message.objects.get(reminder__rule="BOOKED")
    Message.objects.filter(pk=news.pk).update(state=MessageState.ACCEPTED, sid="SM1")

    items = [make_due_item(place, kind="TRAINING")]
    make_visit(place, starts_at=NEXT_MONDAY + timedelta(days=1), due_items=items)

    assert [body for body in bodies() if "일정입니다" in body] == []


def test_a_text_that_a_sender_has_taken_is_left_as_it_is() -> None:
    place = make_contact().workplace
    make_visit(place)
    news = Message.objects.get(reminder__rule="BOOKED")
    Message.objects.filter(pk=news.pk).update(
        state=MessageState.CLAIMED, lease_until=NOW + timedelta(minutes=1)
    )

    items = [make_due_item(place, kind="TRAINING")]
    make_visit(place, starts_at=NEXT_MONDAY + timedelta(days=1), due_items=items)

    news.refresh_from_db()
    assert news.template == "visit_booked"


def test_what_is_cancelled_leaves_the_text_and_the_rest_is_still_said() -> None:
    first, second = two_visits()

    cancel_visit(visit=first, reason="", staff=None, now=NOW)

    assert [body.partition("] ")[2][:21] for body in bodies()] == [
        "12월 1일(화) 14:00에 찾아뵙겠",
        "방문 안내드립니다. 12월 1일(화) ",
        "약속을 다시 알려 드립니다. 12월 1",
    ]


def test_a_moved_visit_says_its_new_time_in_the_text_of_both() -> None:
    first, _second = two_visits()

    move_visit(
        visit=first, team=first.team, starts_at=NEXT_MONDAY + timedelta(days=2),
        minutes=60, staff=None, now=NOW,
    )  # fmt: skip

    assert "12월 1일(화) 14:00 방문, 12월 2일(수) 14:00 방문" in bodies()[0]
    assert not any("11월 30일" in body for body in bodies())


def test_five_seats_for_workers_without_a_mobile_are_one_text_to_their_owner() -> None:
    place = make_contact().workplace
    training = make_class()
    seats = [make_enrolment(training, make_worker(place, phone="", name=f"{n}")) for n in range(5)]

    assert ["11월 30일(월) 14:00 안전교육 5명" in body for body in bodies()] == [True, True]

    leave_class(enrolment=seats[0], now=NOW)
    assert ["안전교육 4명" in body for body in bodies()] == [True, True]

    cancel_class(training_class=training, now=NOW)
    assert bodies() == []  # nobody had heard of it


def test_an_owner_of_two_workplaces_gets_one_text_without_either_page() -> None:
    phone = make_contact().phone
    places = [make_contact(make_workplace(), phone=phone).workplace for _ in range(2)]
    for day, place in enumerate(places):
        make_visit(place, starts_at=NEXT_MONDAY + timedelta(days=day))

    news = bodies()[0]

    assert "11월 30일(월) 14:00 방문, 12월 1일(화) 14:00 방문" in news
    assert "/o/" not in news


def test_a_joined_text_is_in_the_readers_language() -> None:
    place = make_contact(language="uz").workplace
    make_visit(place)
    items = [make_due_item(place, kind="TRAINING")]
    make_visit(place, starts_at=NEXT_MONDAY + timedelta(days=1), due_items=items)

    assert "visit Mon 30 Nov 14:00, visit Tue 1 Dec 14:00" in bodies()[0]
    assert bodies()[0].isascii() or "중구" in bodies()[0]


@pytest.mark.parametrize("state", [MessageState.DOUBT, MessageState.UNCERTAIN])
def test_a_text_in_question_about_a_visit_that_was_moved_is_not_sent_a_second_time(
    state: MessageState,
) -> None:
    visit = make_visit(make_contact().workplace)
    news = Message.objects.get(reminder__rule="BOOKED")
    Message.objects.filter(pk=news.pk).update(state=state, attempt_number=1)

    move_visit(
        visit=visit,
        team=visit.team,
        starts_at=NEXT_MONDAY + timedelta(days=1),
        minutes=60,
        staff=None,
        now=NOW,
    )

    news.refresh_from_db()
    assert (news.state, news.withdrawn_reason) == (state, "MOVED")


def test_a_text_in_doubt_that_says_two_things_says_a_second_time_only_what_is_still_true() -> None:
    first, _second = two_visits()
    news = Message.objects.get(template="several")
    Message.objects.filter(pk=news.pk).update(state=MessageState.DOUBT, attempt_number=1)

    cancel_visit(visit=first, reason="OWNER_CANCELLED", staff=None, now=NOW)

    news.refresh_from_db()
    assert news.withdrawn_at is None
    assert "11월 30일" not in messages.render(news)
    assert "12월 1일(화) 14:00" in messages.render(news)
    assert news.reminders.count() == 2  # both were said, perhaps
