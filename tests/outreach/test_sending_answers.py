"""What each answer of the provider leads to: accepted, refused, later, in doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import messages, sending, sending_outcomes
from outreach.actions.opt_outs import is_opted_out
from outreach.actions.sending import send_claimed
from outreach.actions.sending_sweeps import sweep
from outreach.models import Message, MessageState
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, claim_one, make_message, send_due, state_of

pytestmark = pytest.mark.django_db


def test_a_due_text_is_accepted_and_reads_as_it_was_shown(simulator: RunningSimulator) -> None:
    message = make_message()
    shown = messages.render(message)

    send_due()

    [sent] = simulator.log()
    assert (sent["body"], sent["to"], sent["from"]) == (shown, message.phone, "+8220006400")
    assert state_of(message) == MessageState.ACCEPTED
    assert (message.sid, message.accepted_at, message.lease_until) == (sent["sid"], cast.NOW, None)
    attempt = message.attempts.get()
    assert (attempt.number, attempt.outcome) == (1, MessageState.ACCEPTED)
    assert attempt.characters == len(shown) < attempt.cp949_bytes


@pytest.mark.parametrize(("phone", "code"), [("+82222223333", "21614"), ("+821009970001", "21610")])
def test_a_refused_text_goes_to_staff_with_its_code(
    phone: str, code: str, simulator: RunningSimulator
) -> None:
    message = make_message()
    Message.objects.filter(pk=message.pk).update(phone=phone)

    send_due()
    send_due(VISIT_AT - timedelta(days=1))

    assert simulator.log() == []
    assert state_of(message) == MessageState.REFUSED
    assert (message.error_code, message.attempts.count()) == (code, 1)
    assert message in Message.objects.needing_staff()
    assert is_opted_out(phone) is (code == "21610")


@pytest.mark.parametrize("fault", ["500", "500-after-accept", "reset", "garbage"])
def test_a_doubtful_text_is_not_sent_again_before_it_was_looked_up(
    fault: str, simulator: RunningSimulator
) -> None:
    message = make_message()
    simulator.faults(fault)

    send_due()
    sweep(now=cast.NOW, real_now=timezone.now() + timedelta(hours=1))
    send_due()

    assert len(simulator.log()) == (0 if fault == "500" else 1)
    assert state_of(message) == MessageState.DOUBT
    assert message in Message.objects.needing_staff()


def test_twin_a_sender_that_repeats_a_doubt_sends_twice(simulator: RunningSimulator) -> None:
    message = make_message()
    simulator.faults("500-after-accept")

    send_due()
    Message.objects.filter(pk=message.pk).update(state="RETRY_LATER", look_up_at=None)
    send_due()

    assert len(simulator.log()) == 2


def test_too_fast_is_tried_again_after_the_time_the_provider_asks_for(
    simulator: RunningSimulator,
) -> None:
    message = make_message()
    simulator.faults("429")

    send_due()

    assert state_of(message) == MessageState.RETRY_LATER
    assert message.next_try_at >= cast.NOW + timedelta(seconds=2)
    send_due(message.next_try_at - timedelta(seconds=1))
    assert simulator.log() == []
    send_due(message.next_try_at)
    assert state_of(message) == MessageState.ACCEPTED
    assert [a.outcome for a in message.attempts.order_by("number")] == ["RETRY_LATER", "ACCEPTED"]


def test_a_provider_that_is_not_there_is_tried_later(
    simulator: RunningSimulator, settings: Settings
) -> None:
    message = make_message()
    simulator.stop()

    send_due()

    assert state_of(message) == MessageState.RETRY_LATER


def test_a_retry_that_would_come_too_late_is_given_to_staff(simulator: RunningSimulator) -> None:
    message = make_message(send_before=cast.NOW + timedelta(seconds=3))
    simulator.faults("429")

    send_due()

    assert state_of(message) == MessageState.TOO_LATE
    assert message in Message.objects.needing_staff()


def test_missing_settings_of_the_provider_put_nothing_in_doubt(
    simulator: RunningSimulator, settings: Settings
) -> None:
    message = make_message()
    settings.TWILIO_ACCOUNT_SID = ""

    send_due()

    assert state_of(message) == MessageState.RETRY_LATER


def test_a_text_that_cannot_be_written_blocks_no_other(simulator: RunningSimulator) -> None:
    broken, good = make_message(), make_message()
    Message.objects.filter(pk=broken.pk).update(context={})

    send_due()

    assert state_of(broken) == MessageState.REFUSED
    assert broken.error_code == sending_outcomes.UNWRITABLE
    assert state_of(good) == MessageState.ACCEPTED


def test_an_answer_that_cannot_be_saved_ends_in_doubt_and_not_in_a_second_text(
    simulator: RunningSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_message()

    def fail(**_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(sending_outcomes, "record", fail)
        send_due()
    send_due()
    later = timezone.now() + timedelta(hours=1)
    swept = sweep(now=cast.NOW, real_now=later)
    send_due()

    assert swept.doubted == 1
    assert state_of(message) == MessageState.DOUBT
    assert message.attempts.get().outcome == MessageState.DOUBT
    assert len(simulator.log()) == 1


def test_a_process_that_slept_through_its_lease_does_not_call(
    simulator: RunningSimulator, settings: Settings
) -> None:
    message = make_message()
    claimed = claim_one(message)
    settings.SMS_LEASE_SECONDS = 5  # the same as a clock that ran on: too little left for a call

    send_claimed([claimed], now=cast.NOW)

    assert simulator.log() == []
    assert state_of(message) == MessageState.RETRY_LATER


def test_an_answer_that_comes_after_the_sweep_still_counts(simulator: RunningSimulator) -> None:
    message = make_message()
    claimed = claim_one(message)
    outcome = sending.call(claimed, now=cast.NOW)
    sweep(now=cast.NOW, real_now=timezone.now() + timedelta(hours=1))
    assert state_of(message) == MessageState.DOUBT

    sending.record(claimed, outcome, now=cast.NOW)

    assert state_of(message) == MessageState.ACCEPTED
