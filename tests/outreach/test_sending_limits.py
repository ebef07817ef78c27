"""Pace, amounts, stops and masses: what holds a text back though it is due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import sending_stops
from outreach.actions.sending import claim, send_claimed
from outreach.models import MassSend, Message, MessageState, SendingStop, SendingTally
from outreach.rules.pace import free_after, permits
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, make_message

pytestmark = pytest.mark.django_db
AT = cast.NOW


def claimed(*, real_now: datetime = AT, now: datetime = AT, limit: int = 100) -> list[int]:
    return [one.message.pk for one in claim(now=now, real_now=real_now, limit=limit)]


@pytest.mark.parametrize(
    ("idle", "per_second", "given"), [(0.0, 10, 5), (-60.0, 10, 5), (0.3, 10, 2), (0.0, 1, 1)]
)
def test_a_number_sends_half_a_second_ahead_at_most(
    idle: float, per_second: float, given: int
) -> None:
    free_at = AT + timedelta(seconds=idle)

    assert permits(free_at=free_at, at=AT, per_second=per_second) == given


def test_over_a_while_a_number_sends_no_more_than_its_pace() -> None:
    free_at, sent = AT, 0
    for tenth in range(100):
        at = AT + timedelta(seconds=tenth / 10)
        taken = permits(free_at=free_at, at=at, per_second=20)
        free_at = free_after(free_at=free_at, at=at, taken=taken, per_second=20)
        sent += taken

    assert 198 <= sent <= 210


def test_a_clock_that_was_set_back_does_not_silence_a_number() -> None:
    assert permits(free_at=AT + timedelta(hours=2), at=AT, per_second=10) == 5


def test_two_senders_share_the_pace_of_a_number(settings: Settings) -> None:
    settings.SMS_PER_SECOND = 8
    for _ in range(20):
        make_message()

    given = [len(claimed(real_now=AT + timedelta(seconds=s))) for s in (0.0, 0.0, 0.5, 0.5, 9.0)]

    assert given == [4, 0, 4, 0, 4]


def test_a_number_that_is_paced_does_not_hold_another_centre_back(settings: Settings) -> None:
    settings.SMS_PER_SECOND = 2
    ours = [make_message() for _ in range(3)]
    other = make_message(centre=cast.make_centre("seongdong"))

    assert claimed() == [ours[0].pk, other.pk]


def test_a_number_gets_four_texts_a_day_and_the_next_the_morning_after(
    settings: Settings,
) -> None:
    first = make_message()
    later = [make_message(phone=first.phone) for _ in range(4)]
    settings.SMS_PER_SECOND = 100

    taken = claimed()

    assert taken == [first.pk, *(text.pk for text in later[:3])]
    last = later[3]
    last.refresh_from_db()
    morning = timezone.localtime(AT).replace(day=24, hour=9)
    assert (last.state, timezone.localtime(last.next_try_at)) == (MessageState.PLANNED, morning)
    assert claimed(now=morning, real_now=morning) == [last.pk]


def test_a_text_for_which_tomorrow_is_too_late_is_given_to_staff(settings: Settings) -> None:
    settings.SMS_NUMBER_CAP = 1
    first = make_message()
    second = make_message(phone=first.phone, send_before=AT + timedelta(hours=3))

    claimed()

    second.refresh_from_db()
    assert second.state == MessageState.TOO_LATE
    assert second in Message.objects.needing_staff()


@pytest.mark.parametrize(
    ("cap", "most", "left"), [("CENTRE_CAP", 2, 2), ("DAY_CAP", 3, 3), ("MONTH_WON", 1, 5)]
)
def test_amounts_are_not_overdrawn(cap: str, most: int, left: int, settings: Settings) -> None:
    settings.SMS_PER_SECOND = 10  # five at once
    setattr(settings, f"SMS_{cap}", most)
    for _ in range(8):
        make_message()

    given = [len(claimed(real_now=AT + timedelta(seconds=s))) for s in range(3)]

    assert given == [left, 0, 0]


def test_what_the_provider_did_not_take_is_not_counted(simulator: RunningSimulator) -> None:
    for _ in range(3):
        make_message()
    simulator.faults("429")

    send_claimed(claim(now=AT, real_now=timezone.now(), limit=9), now=AT)

    tally = SendingTally.objects.get()
    assert (tally.texts, tally.date) == (2, cast.TODAY)
    assert tally.won > 0


def test_a_stopped_centre_sends_nothing_until_it_is_resumed() -> None:
    ours, other = make_message(), make_message(centre=cast.make_centre("seongdong"))
    person = cast.make_staff()
    sending_stops.stop(centre=ours.centre, by=person, reason="시험", now=AT)

    assert claimed() == [other.pk]
    sending_stops.resume(centre=ours.centre, by=person, now=AT)
    assert claimed(real_now=AT + timedelta(seconds=1)) == [ours.pk]
    row = SendingStop.objects.get()
    assert (row.started_by, row.ended_by, row.reason) == (person, person, "시험")


def test_a_mass_waits_for_its_second_word_and_holds_nothing_else_back(settings: Settings) -> None:
    settings.SMS_CONFIRM_ABOVE = 3
    mass = [make_message() for _ in range(4)]
    single = make_message(now=AT + timedelta(seconds=1), due_at=AT + timedelta(seconds=1))
    later = AT + timedelta(seconds=2)

    first, second = claimed(now=later), claimed(now=later)

    assert (first, second) == ([single.pk], [])
    row = MassSend.objects.get()
    with pytest.raises(sending_stops.WrongNumber):
        sending_stops.confirm_mass(mass=row, texts=3, by=cast.make_staff(), now=later)
    sending_stops.confirm_mass(mass=row, texts=4, by=cast.make_staff(), now=later)
    taken = claimed(now=later, real_now=later + timedelta(seconds=9))
    assert taken == [text.pk for text in mass]


def test_a_mass_that_was_not_meant_is_taken_back_whole(settings: Settings) -> None:
    settings.SMS_CONFIRM_ABOVE = 3
    for _ in range(4):
        make_message()
    claimed()

    number = sending_stops.refuse_mass(
        mass=MassSend.objects.get(), by=cast.make_staff(), now=VISIT_AT
    )

    assert number == 4
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.WITHDRAWN}


def test_twin_without_the_bound_a_mass_leaves_at_once(settings: Settings) -> None:
    settings.SMS_CONFIRM_ABOVE = 4
    for _ in range(4):
        make_message()

    assert len(claimed()) == 4
