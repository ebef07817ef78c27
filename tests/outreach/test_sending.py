"""The sender in one process: what is claimed, and what each answer of the provider leads to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import messages, sending, sending_outcomes
from outreach.actions.opt_outs import digest_of, is_opted_out
from outreach.actions.sender import Sender
from outreach.actions.sending import claim, send_claimed
from outreach.actions.sending_sweeps import sweep
from outreach.models import Message, MessageState, OptOut
from outreach.rules.pace import LONGEST_WAIT, wait_before_retry
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, claim_one, make_message

pytestmark = pytest.mark.django_db


def send_due(now: datetime = cast.NOW) -> None:
    """Send what is due, one after the other, in this process."""
    send_claimed(claim(now=now, real_now=timezone.now(), limit=100), now=now)


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


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


def test_the_longest_due_text_goes_first() -> None:
    early, late = cast.NOW + timedelta(hours=1), cast.NOW + timedelta(hours=2)
    second, first = make_message(due_at=late), make_message(due_at=early)

    claimed = claim(now=late, real_now=timezone.now(), limit=2)

    assert [one.message.pk for one in claimed] == [first.pk, second.pk]


def test_a_text_before_its_time_stays() -> None:
    make_message(due_at=cast.NOW + timedelta(seconds=1))

    assert claim(now=cast.NOW, real_now=timezone.now(), limit=9) == []


@pytest.mark.parametrize("hour", [0, 6, 8, 20, 23])
def test_nothing_leaves_in_quiet_hours_however_late_it_is(hour: int) -> None:
    make_message()

    night = cast.NOW.replace(day=24, hour=hour)
    morning = cast.NOW.replace(day=25, hour=9)

    assert claim(now=night, real_now=timezone.now(), limit=9) == []
    assert len(claim(now=morning, real_now=timezone.now(), limit=9)) == 1


def test_twin_without_the_quiet_hours_it_leaves_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    make_message()
    monkeypatch.setattr(sending, "is_quiet", lambda moment: False)

    night = cast.NOW.replace(hour=23)

    assert len(claim(now=night, real_now=timezone.now(), limit=9)) == 1


def test_the_kill_switch_stops_every_claim(settings: Settings) -> None:
    make_message()
    settings.SMS_KILL_SWITCH = True

    assert claim(now=cast.NOW, real_now=timezone.now(), limit=9) == []


def withdraw_it(message: Message) -> None:
    """Withdraw it the way a moved visit does."""
    messages.withdraw(messages=Message.objects.filter(pk=message.pk), reason="MOVED", now=cast.NOW)


def opt_out_behind_its_back(message: Message) -> None:
    """Opt the number out in a transaction that did not see the text."""
    OptOut.objects.create(phone_digest=digest_of(message.phone), since=cast.NOW)


def let_it_get_too_late(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(send_before=cast.NOW)


GUARDS = [withdraw_it, opt_out_behind_its_back, let_it_get_too_late]


@pytest.mark.parametrize("stop", GUARDS)
def test_a_stopped_text_is_never_sent(
    stop: Callable[[Message], None], simulator: RunningSimulator
) -> None:
    stop(make_message())

    send_due()

    assert simulator.log() == []


@pytest.mark.parametrize("stop", GUARDS)
def test_twin_a_claim_that_does_not_test_sends_a_stopped_text(
    stop: Callable[[Message], None],
    simulator: RunningSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop(make_message())
    due = Message.objects.filter(next_try_at__lte=cast.NOW)
    monkeypatch.setattr(sending, "claimable", lambda *, now: due.all())

    send_due()

    assert len(simulator.log()) == 1


def test_a_claimed_text_can_no_longer_be_withdrawn() -> None:
    message = make_message()
    claim_one(message)

    withdraw_it(message)

    assert state_of(message) == MessageState.CLAIMED


def test_a_claimed_text_is_not_claimed_again() -> None:
    claim_one(make_message())

    assert claim(now=cast.NOW, real_now=timezone.now(), limit=9) == []


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


def test_the_sweep_leaves_a_lease_that_runs() -> None:
    message = make_message()
    claim_one(message)

    swept = sweep(now=cast.NOW, real_now=timezone.now())

    assert state_of(message) == MessageState.CLAIMED
    assert Counter(vars(swept).values()) == {0: 4}


def test_the_sweep_gives_a_text_whose_time_has_passed_to_staff() -> None:
    message = make_message()

    swept = sweep(now=VISIT_AT, real_now=timezone.now())

    assert swept.too_late == 1
    assert state_of(message) == MessageState.TOO_LATE


def test_the_sweep_withdraws_a_text_to_a_number_that_opted_out_meanwhile() -> None:
    message = make_message()
    opt_out_behind_its_back(message)

    swept = sweep(now=cast.NOW, real_now=timezone.now())

    assert swept.opted_out == 1
    assert state_of(message) == MessageState.WITHDRAWN


def test_a_sender_keeps_its_pace_and_sends_everything(
    simulator: RunningSimulator, settings: Settings
) -> None:
    settings.SMS_PER_SECOND = 40
    for _ in range(20):
        make_message()
    sender = Sender()

    while not sender.turn(now=cast.NOW, real_now=timezone.now(), patience=0.05).is_idle:
        pass
    sender.drain(now=cast.NOW)

    assert len(simulator.log()) == 20
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.ACCEPTED}


@pytest.mark.parametrize(
    ("attempt", "retry_after", "seconds"),
    [(1, None, 5), (2, None, 10), (4, None, 40), (9, None, LONGEST_WAIT), (1, 30, 30)],
)
def test_each_refusal_doubles_the_wait(
    attempt: int, retry_after: int | None, seconds: float
) -> None:
    least, most = (
        wait_before_retry(attempt=attempt, retry_after=retry_after, chance=chance)
        for chance in (0.0, 1.0)
    )

    assert (least, most) == (seconds, seconds * 1.25)


def test_the_figures_count_every_text() -> None:
    make_message()
    refused = make_message()
    Message.objects.filter(pk=refused.pk).update(state=MessageState.REFUSED)
    out = StringIO()

    call_command("outbox_stats", "--json", stdout=out)

    figures = json.loads(out.getvalue())
    assert (figures["PLANNED"], figures["REFUSED"], figures["needing_staff"]) == (1, 1, 1)
    assert sum(figures[state] for state in MessageState.values) == 2
