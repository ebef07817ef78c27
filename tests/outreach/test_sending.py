"""The sender in one process: what is claimed, stopped, paced and swept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import messages, sending
from outreach.actions.opt_outs import digest_of
from outreach.actions.sender import Sender
from outreach.actions.sending import claim
from outreach.actions.sending_sweeps import sweep
from outreach.models import Message, MessageState, OptOut
from outreach.rules.pace import LONGEST_WAIT, wait_before_retry
from tests import cast
from tests.fixtures_simulator import RunningSimulator
from tests.outreach.outbox import VISIT_AT, claim_one, make_message, send_due, state_of

pytestmark = pytest.mark.django_db


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


def test_the_sweep_leaves_a_lease_that_runs() -> None:
    message = make_message()
    claim_one(message)

    swept = sweep(now=cast.NOW, real_now=timezone.now())

    assert state_of(message) == MessageState.CLAIMED
    assert Counter(vars(swept).values()) == {0: 5}


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
