"""Who hears what about a visit, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from outreach.actions import messages
from outreach.actions.contacts import change_contact
from outreach.actions.opt_outs import opt_out
from outreach.models import Contact, Message, MessageState
from scheduling.actions.reminders import plan_missing
from scheduling.actions.visits import cancel_visit, confirm_visit, move_visit
from scheduling.models import Reminder, Visit
from tests.cast import NOW, SEOUL, make_contact, mobile
from tests.cast_scheduling import NEXT_MONDAY, make_visit

pytestmark = pytest.mark.django_db
IN_THREE_WEEKS = datetime(2026, 12, 14, 14, 0, tzinfo=SEOUL)


def waiting(visit: Visit) -> list[tuple[str, datetime]]:
    """Return the texts still to go: which, and when."""
    reminders = Reminder.objects.filter(visit=visit, message__in=Message.objects.waiting())
    return [
        (r.rule, r.message.due_at.astimezone(SEOUL)) for r in reminders.order_by("message__due_at")
    ]


def pretend_sent(visit: Visit, rule: str = "BOOKED") -> None:
    """Let a text have gone out."""
    Message.objects.filter(reminder__visit=visit, reminder__rule=rule).update(
        state=MessageState.ACCEPTED, sid=f"SM{visit.pk}{rule}", accepted_at=NOW
    )


def move(visit: Visit, starts_at: datetime, now: datetime = NOW) -> Visit:
    return move_visit(
        visit=visit, team=visit.team, starts_at=starts_at, minutes=60, staff=None, now=now
    )


def test_a_booking_tells_at_once_a_week_before_and_the_day_before() -> None:
    visit = make_visit(make_contact().workplace, starts_at=IN_THREE_WEEKS)

    assert waiting(visit) == [
        ("BOOKED", NOW),
        ("WEEK_BEFORE", datetime(2026, 12, 7, 10, tzinfo=SEOUL)),
        ("DAY_BEFORE", datetime(2026, 12, 11, 10, tzinfo=SEOUL)),  # the 13th is a Sunday
    ]


def test_in_the_evening_the_news_waits_until_nine() -> None:
    visit = make_visit(make_contact().workplace, now=NOW.replace(hour=21))

    assert waiting(visit)[0] == ("BOOKED", datetime(2026, 11, 24, 9, tzinfo=SEOUL))


def test_a_text_names_the_centre_its_number_the_time_and_the_link() -> None:
    visit = make_visit(make_contact().workplace)

    body = messages.render(Message.objects.get(reminder__rule="BOOKED"))

    assert visit.centre.name in body
    assert visit.centre.callback_number in body
    assert "11월 30일(월) 14:00" in body
    assert "/o/" in body
    assert visit.workplace.name not in body


def test_every_textable_number_gets_one_text_the_first_to_contact_first() -> None:
    owner = make_contact(is_primary=False)
    make_contact(owner.workplace, role=Contact.Role.MANAGER, is_primary=True, language="vi")
    make_contact(owner.workplace, phone="+8220001234", line_kind="LANDLINE", is_textable=False)
    make_contact(owner.workplace, left_date=date(2026, 1, 1))

    visit = make_visit(owner.workplace)

    told = Reminder.objects.filter(visit=visit, rule="BOOKED").order_by("pk")
    assert [r.message.contact.is_primary for r in told if r.message.contact] == [True, False]


def test_without_a_textable_number_nothing_is_planned() -> None:
    contact = make_contact(phone="+8220001234", line_kind="LANDLINE", is_textable=False)

    visit = make_visit(contact.workplace)

    assert not visit.reminders.exists()


def test_who_has_refused_texts_gets_none_and_the_visit_is_booked() -> None:
    contact = make_contact()
    opt_out(phone=contact.phone, now=NOW)

    visit = make_visit(contact.workplace)

    assert visit.state == Visit.State.BOOKED
    assert not visit.reminders.exists()


def test_no_text_leaves_after_the_appointment() -> None:
    evening, early = NOW.replace(hour=22), datetime(2026, 11, 24, 8, 30, tzinfo=SEOUL)

    visit = make_visit(make_contact().workplace, starts_at=early, now=evening)

    assert waiting(visit) == []


def test_a_move_before_anybody_was_told_reads_like_a_new_visit() -> None:
    visit = make_visit(make_contact().workplace)

    moved = move(visit, IN_THREE_WEEKS)

    assert [rule for rule, _due in waiting(moved)] == ["BOOKED", "WEEK_BEFORE", "DAY_BEFORE"]
    old = Message.objects.filter(reminder__visit=visit, reminder__version=1)
    assert set(old.values_list("state", "withdrawn_reason")) == {("WITHDRAWN", "MOVED")}


def test_a_move_is_told_to_those_who_knew() -> None:
    contact = make_contact()
    visit = make_visit(contact.workplace)
    pretend_sent(visit)
    make_contact(contact.workplace, phone=mobile(), is_primary=False)

    moved = move(visit, IN_THREE_WEEKS)

    news = moved.reminders.filter(version=2, rule__in=["BOOKED", "MOVED"])
    assert {r.phone: r.rule for r in news} == {
        phone: "MOVED" if phone == contact.phone else "BOOKED"
        for phone in contact.workplace.contacts.values_list("phone", flat=True)
    }


def test_an_owner_who_confirmed_by_telephone_knew() -> None:
    visit = make_visit(make_contact().workplace)
    confirm_visit(visit=visit, now=NOW)

    moved = move(visit, IN_THREE_WEEKS)

    assert waiting(moved)[0][0] == "MOVED"


@pytest.mark.parametrize(("told", "expected"), [(True, ["CANCELLED"]), (False, [])])
def test_an_end_is_told_only_to_those_who_knew(told: bool, expected: list[str]) -> None:
    visit = make_visit(make_contact().workplace)
    if told:
        pretend_sent(visit)

    cancelled = cancel_visit(visit=visit, reason="", staff=None, now=NOW)

    assert [rule for rule, _due in waiting(cancelled)] == expected


def test_a_text_that_may_have_been_sent_counts_as_told() -> None:
    visit = make_visit(make_contact().workplace)
    Message.objects.filter(reminder__visit=visit, reminder__rule="BOOKED").update(
        state=MessageState.DOUBT
    )

    moved = move(visit, IN_THREE_WEEKS)

    assert waiting(moved)[0][0] == "MOVED"


def test_two_moves_leave_the_texts_of_the_last_time_only() -> None:
    visit = make_visit(make_contact().workplace)
    pretend_sent(visit)

    moved = move(move(visit, IN_THREE_WEEKS), NEXT_MONDAY + timedelta(hours=1))

    assert {r.version for r in moved.reminders.filter(message__in=Message.objects.waiting())} == {3}


def test_a_number_given_after_the_booking_is_told_once() -> None:
    visit = make_visit()
    make_contact(visit.workplace)

    assert plan_missing(now=NOW) == 2
    assert plan_missing(now=NOW) == 0
    assert [rule for rule, _due in waiting(visit)] == ["BOOKED", "DAY_BEFORE"]


def test_a_changed_number_gets_the_texts_and_not_twice() -> None:
    contact = make_contact()
    visit = make_visit(contact.workplace)
    change_contact(contact=contact, changes={"phone": "010-0000-7777"}, now=NOW)

    assert plan_missing(now=NOW) == 0
    live = Message.objects.waiting().filter(reminder__visit=visit)
    assert [text.phone for text in live] == ["+821000007777"] * 2


def test_an_owner_with_a_new_number_still_hears_of_the_end() -> None:
    contact = make_contact()
    visit = make_visit(contact.workplace)
    pretend_sent(visit)
    change_contact(contact=contact, changes={"phone": "010-0000-7777"}, now=NOW)

    cancelled = cancel_visit(visit=visit, reason="", staff=None, now=NOW)

    assert [rule for rule, _due in waiting(cancelled)] == ["CANCELLED"]


def test_visits_that_are_over_begun_or_told_are_left_alone() -> None:
    told = make_visit(make_contact().workplace)
    late, cancelled = make_visit(starts_at=NOW + timedelta(hours=1)), make_visit()
    cancel_visit(visit=cancelled, reason="", staff=None, now=NOW)
    for visit in (late, cancelled):
        make_contact(visit.workplace)

    assert plan_missing(now=NOW + timedelta(hours=2)) == 0
    assert told.reminders.count() == 2


def test_the_command_plans_and_a_dry_run_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    visit = make_visit()
    make_contact(visit.workplace)

    call_command("plan_reminders", at=NOW.isoformat(), dry_run=True)
    assert not visit.reminders.exists()
    call_command("plan_reminders", at=NOW.isoformat())

    assert visit.reminders.count() == 2
    assert "2 texts planned" in capsys.readouterr().out
