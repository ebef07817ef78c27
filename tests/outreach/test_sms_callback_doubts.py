"""What a callback settles: texts in doubt, of dead senders, before our own commit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from outreach.actions.callbacks import take_callback
from outreach.actions.sending import call, record
from outreach.actions.sending_sweeps import sweep
from outreach.models import Message, MessageEvent, MessageState
from tests import cast
from tests.fixtures_simulator import AUTH_TOKEN, RunningSimulator, wait_for
from tests.outreach.outbox import claim_one, make_message, send_once, set_product_time

SID = "SM" + "0" * 32
OTHER_SID = "SM" + "1" * 32


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = AUTH_TOKEN


def accepted(**changes: object) -> Message:
    """Make a text that the provider has taken."""
    message = make_message()
    facts = {"state": MessageState.ACCEPTED, "sid": SID, "accepted_at": cast.NOW, **changes}
    Message.objects.filter(pk=message.pk).update(**facts)
    message.refresh_from_db()
    return message


def take(message: Message, status: str, *, sid: str = SID, error_code: str = "") -> None:
    take_callback(message=message, sid=sid, status=status, error_code=error_code, now=cast.NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state",
    [MessageState.DOUBT, MessageState.UNCERTAIN, MessageState.RETRY_LATER, MessageState.TOO_LATE],
)
def test_a_first_callback_shows_that_a_text_went_out(state: MessageState) -> None:
    message = accepted(state=state, sid="", accepted_at=None)

    take(message, "sent")

    message.refresh_from_db()
    assert (message.state, message.sid, message.delivery) == (MessageState.FOUND, SID, "sent")
    assert message not in Message.objects.needing_staff()


@pytest.mark.django_db
def test_a_second_number_of_the_provider_is_seen_and_takes_over_nothing() -> None:
    message = accepted()

    take(message, "delivered", sid=OTHER_SID)

    message.refresh_from_db()
    assert (message.sid, message.delivery) == (SID, "")
    assert MessageEvent.objects.filter(message=message, sid=OTHER_SID).exists()


@pytest.mark.django_db
def test_a_callback_before_our_own_commit_is_joined(simulator: RunningSimulator) -> None:
    message = make_message()
    claimed = claim_one(message)
    outcome = call(claimed, now=cast.NOW)
    [sent] = simulator.log()

    take(message, "delivered", sid=sent["sid"])
    message.refresh_from_db()
    assert (message.state, message.sid) == (MessageState.CLAIMED, sent["sid"])
    record(claimed, outcome, now=cast.NOW)

    message.refresh_from_db()
    assert (message.state, message.delivery) == (MessageState.ACCEPTED, "delivered")


@pytest.mark.django_db
def test_a_callback_saves_the_text_of_a_dead_sender_from_doubt() -> None:
    message = make_message()
    claim_one(message)

    take(message, "sent")
    swept = sweep(now=cast.NOW, real_now=timezone.now() + timedelta(minutes=10))

    message.refresh_from_db()
    assert (swept.found, swept.doubted) == (1, 0)
    assert message.state == MessageState.FOUND


@pytest.mark.django_db
def test_a_callback_before_a_broken_answer_leaves_no_doubt(simulator: RunningSimulator) -> None:
    message = make_message()
    simulator.faults("reset")
    claimed = claim_one(message)
    outcome = call(claimed, now=cast.NOW)

    take(message, "sent", sid=simulator.log()[0]["sid"])
    record(claimed, outcome, now=cast.NOW)

    message.refresh_from_db()
    assert message.state == MessageState.FOUND


@pytest.mark.django_db(transaction=True)
def test_the_simulators_callback_finds_a_text_in_doubt(
    simulator: RunningSimulator, live_server: LiveServer, settings: Settings
) -> None:
    settings.PUBLIC_URL = live_server.url
    set_product_time(cast.NOW)
    message = make_message()
    simulator.faults("500-after-accept")

    send_once(simulator, PUBLIC_URL=live_server.url)

    wait_for(lambda: delivery(message) == "delivered")
    assert Message.objects.get(pk=message.pk).state == MessageState.FOUND
    assert len(simulator.log()) == 1


def delivery(message: Message) -> str:
    return Message.objects.get(pk=message.pk).delivery
