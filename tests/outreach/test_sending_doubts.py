"""Doubts: looked up by recipient and tag before any second send, and sent again once at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import messages, sending_doubts
from outreach.actions.sending import send_claimed
from outreach.actions.sending_sweeps import sweep
from outreach.channels.outcomes import ListedMessage
from outreach.models import Message, MessageState
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, claim_one, make_message, send_due, state_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def look_up(at: datetime, *, now: datetime = cast.NOW) -> int:
    """Look up what is to be looked up at this moment of the real clock; return how many."""
    taken = sending_doubts.take_look_ups(real_now=at, limit=10)
    for one in taken:
        sending_doubts.settle(one, sending_doubts.look_up(one), now=now, asked_at=at)
    return len(taken)


def doubtful(simulator: RunningSimulator, fault: str) -> Message:
    """Make a text whose call went wrong."""
    message = make_message()
    simulator.faults(fault)
    send_due()
    assert state_of(message) == MessageState.DOUBT
    return message


@pytest.mark.parametrize("fault", ["500-after-accept", "reset", "garbage"])
def test_a_text_the_provider_has_is_found_and_not_sent_again(
    fault: str, simulator: RunningSimulator
) -> None:
    message = doubtful(simulator, fault)

    look_up(timezone.now() + MINUTE)
    send_due()

    [sent] = simulator.log()
    assert (state_of(message), message.sid) == (MessageState.FOUND, sent["sid"])
    assert message.attempts.get().sid == sent["sid"]


def test_a_text_that_is_missed_twice_is_sent_once_more(simulator: RunningSimulator) -> None:
    message, start = doubtful(simulator, "500"), timezone.now()

    states = []
    for minutes in (1.0, 1.5, 3.0):
        look_up(start + minutes * MINUTE)
        states.append(state_of(message))
    send_due()

    assert states == [MessageState.DOUBT, MessageState.DOUBT, MessageState.ABSENT]
    assert (state_of(message), message.resends) == (MessageState.ACCEPTED, 1)
    assert [a.outcome for a in message.attempts.order_by("number")] == ["ABSENT", "ACCEPTED"]
    assert len(simulator.log()) == 1


def test_a_text_that_is_missed_after_its_second_send_is_left_to_staff(
    simulator: RunningSimulator,
) -> None:
    message, start = doubtful(simulator, "500"), timezone.now()
    look_up(start + MINUTE)
    look_up(start + 3 * MINUTE)
    simulator.faults("500")
    send_due()

    look_up(start + 4 * MINUTE)
    look_up(start + 7 * MINUTE)
    send_due()

    assert (state_of(message), simulator.log()) == (MessageState.UNCERTAIN, [])
    assert message in Message.objects.needing_staff()


def test_the_database_refuses_a_second_resend() -> None:
    message = make_message()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(resends=2)


def test_a_look_up_that_fails_proves_nothing(simulator: RunningSimulator) -> None:
    message, start = doubtful(simulator, "500-after-accept"), timezone.now()
    simulator.stop()

    for minutes in (1, 3, 5, 7):
        assert look_up(start + minutes * MINUTE) == 1

    assert (state_of(message), message.absent_at) == (MessageState.DOUBT, None)


def test_a_look_up_is_made_by_one_sender_and_by_another_when_that_one_dies(
    simulator: RunningSimulator,
) -> None:
    doubtful(simulator, "500")
    at = timezone.now() + MINUTE

    taken = [len(sending_doubts.take_look_ups(real_now=at, limit=9)) for _sender in range(2)]
    after = sending_doubts.take_look_ups(real_now=at + sending_doubts.LOOK_UP_LEASE, limit=9)

    assert (taken, len(after)) == ([1, 0], 1)


def test_a_text_taken_back_while_in_doubt_is_not_sent_again(simulator: RunningSimulator) -> None:
    message, start = doubtful(simulator, "500"), timezone.now()

    taken = messages.withdraw(
        messages=Message.objects.filter(pk=message.pk), reason="MOVED", now=cast.NOW
    )
    look_up(start + MINUTE)
    look_up(start + 3 * MINUTE)
    send_due()

    assert (taken, state_of(message)) == (0, MessageState.WITHDRAWN)
    assert simulator.log() == []


def test_a_text_taken_back_while_it_is_refused_for_now_is_not_tried_again(
    simulator: RunningSimulator,
) -> None:
    message = make_message()
    claimed = claim_one(message)
    messages.withdraw(messages=Message.objects.all(), reason="MOVED", now=cast.NOW)
    simulator.faults("429")

    send_claimed([claimed], now=cast.NOW)

    assert state_of(message) == MessageState.WITHDRAWN


def test_a_text_that_is_too_late_by_then_is_not_sent_again(simulator: RunningSimulator) -> None:
    message, start = doubtful(simulator, "500"), timezone.now()

    look_up(start + MINUTE)
    look_up(start + 3 * MINUTE, now=VISIT_AT)

    assert state_of(message) == MessageState.TOO_LATE


def test_the_same_words_sent_to_the_same_number_for_another_reason_are_not_taken_for_it(
    simulator: RunningSimulator,
) -> None:
    """Two workers without a telephone, one text each to their employer, word for word."""
    first = make_message()
    second = make_message(phone=first.phone, link=first.link)
    simulator.faults("500", times=1)
    send_due()
    start = timezone.now()

    look_up(start + MINUTE)
    look_up(start + 3 * MINUTE)
    send_due()

    assert {state_of(first), state_of(second)} == {MessageState.ACCEPTED}
    assert len(simulator.log()) == 2


def nothing_listed(one: sending_doubts.LookUp) -> Sequence[ListedMessage]:
    return ()


def test_twin_without_the_look_up_the_text_goes_out_twice(
    simulator: RunningSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful(simulator, "500-after-accept")
    start = timezone.now()
    monkeypatch.setattr(sending_doubts, "look_up", nothing_listed)

    look_up(start + MINUTE)
    look_up(start + 3 * MINUTE)
    send_due()

    assert len(simulator.log()) == 2


def test_a_lease_from_a_clock_that_was_set_back_does_not_hold_for_hours(
    settings: Settings,
) -> None:
    message = make_message()
    claim_one(message)
    Message.objects.update(lease_until=timezone.now() + timedelta(hours=2))

    sweep(now=cast.NOW, real_now=timezone.now())

    assert state_of(message) == MessageState.DOUBT


def uncertain(simulator: RunningSimulator, fault: str) -> Message:
    """Make a text that is with staff, as after a second call without a trace."""
    message = doubtful(simulator, fault)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.UNCERTAIN, resends=1, absent_at=timezone.now()
    )
    return message


def test_an_uncertain_text_that_the_provider_shows_late_is_settled(
    simulator: RunningSimulator,
) -> None:
    message = uncertain(simulator, "500-after-accept")

    look_up(timezone.now() + 11 * MINUTE)

    assert (state_of(message), message.look_up_at) == (MessageState.FOUND, None)


def test_an_uncertain_text_is_asked_after_ever_more_seldom_and_never_sent(
    simulator: RunningSimulator,
) -> None:
    message, start = uncertain(simulator, "500"), timezone.now()

    asked = sum(look_up(start + minutes * MINUTE) for minutes in range(1, 2000, 5))
    send_due()

    assert (asked, simulator.log()) == (5, [])
    assert (state_of(message), message.look_up_at) == (MessageState.UNCERTAIN, None)
