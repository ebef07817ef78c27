"""The sender as real processes on a real database; the simulator's log is the judge."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from outreach.actions import links, messages
from outreach.actions.sending import claim
from outreach.actions.sending_sweeps import sweep
from outreach.models import Message, MessageState
from tests import cast
from tests.fixtures_simulator import RunningSimulator, wait_for
from tests.outreach.outbox import make_message, send_once, sender, set_product_time

pytestmark = pytest.mark.django_db(transaction=True)


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_sent_once_by_two_senders(simulator: RunningSimulator) -> None:
    set_product_time(cast.NOW)
    texts = [make_message() for _ in range(40)]

    with sender(simulator, "--once") as one, sender(simulator, "--once") as other:
        outputs = [process.communicate(timeout=60)[0] for process in (one, other)]

    assert [process.returncode for process in (one, other)] == [0, 0], outputs
    assert sorted(m["to"] for m in simulator.log()) == sorted(m.phone for m in texts)
    assert states() == {MessageState.ACCEPTED}


def test_a_text_whose_sender_was_killed_is_found_again_and_not_sent_twice(
    simulator: RunningSimulator,
) -> None:
    set_product_time(cast.NOW)
    message = make_message()
    simulator.faults("hang")

    with sender(simulator) as process:
        wait_for(simulator.log, 30)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    sweep(now=cast.NOW, real_now=timezone.now() + timedelta(minutes=10))
    message.refresh_from_db()
    assert message.state == MessageState.DOUBT
    Message.objects.filter(pk=message.pk).update(look_up_at=timezone.now())
    send_once(simulator)

    message.refresh_from_db()
    [sent] = simulator.log()
    assert (message.state, message.sid) == (MessageState.FOUND, sent["sid"])


def test_twin_a_sender_that_takes_a_dead_ones_text_sends_it_twice(
    simulator: RunningSimulator,
) -> None:
    set_product_time(cast.NOW)
    message = make_message()
    simulator.faults("hang")

    with sender(simulator) as process:
        wait_for(simulator.log, 30)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    Message.objects.filter(pk=message.pk).update(state="PLANNED", lease_until=None)
    send_once(simulator)

    assert len(simulator.log()) == 2


def test_a_text_is_either_withdrawn_or_claimed_when_both_come_at_once(settings: Settings) -> None:
    settings.SMS_PER_SECOND = 1000
    texts = [make_message() for _ in range(30)]
    gate = threading.Barrier(2)
    claimed: list[int] = []

    def claim_all() -> None:
        gate.wait()
        found = claim(now=cast.NOW, real_now=timezone.now(), limit=len(texts))
        claimed.extend(one.message.pk for one in found)
        connection.close()

    def withdraw_each() -> None:
        gate.wait()
        for text in reversed(texts):
            messages.withdraw(
                messages=Message.objects.filter(pk=text.pk), reason="MOVED", now=cast.NOW
            )
        connection.close()

    both = [threading.Thread(target=claim_all), threading.Thread(target=withdraw_each)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    withdrawn = set(Message.objects.filter(state="WITHDRAWN").values_list("pk", flat=True))
    assert withdrawn.isdisjoint(claimed)
    assert withdrawn | set(claimed) == {text.pk for text in texts}


def test_asked_to_stop_it_ends_what_it_began(simulator: RunningSimulator) -> None:
    set_product_time(cast.NOW)
    for _ in range(60):
        make_message()

    with sender(simulator, SMS_PER_SECOND="20") as process:
        wait_for(simulator.log, 30)
        process.send_signal(signal.SIGTERM)
        output, _nothing = process.communicate(timeout=30)

    assert process.returncode == 0, output
    assert 1 <= len(simulator.log()) < 60
    assert states() == {MessageState.PLANNED, MessageState.ACCEPTED}
    assert Message.objects.filter(state=MessageState.ACCEPTED).count() == len(simulator.log())


def test_the_log_holds_no_number_no_token_and_no_word_of_a_text(
    simulator: RunningSimulator,
) -> None:
    set_product_time(cast.NOW)
    contact = cast.make_contact(name="가나다라")
    good = make_message(contact=contact, phone=contact.phone)
    refused, doubtful, broken = make_message(), make_message(), make_message()
    Message.objects.filter(pk=refused.pk).update(phone="+82222223333")
    Message.objects.filter(pk=broken.pk).update(context={})
    simulator.faults("500-after-accept")

    output = send_once(simulator)

    assert f"message {good.pk} attempt 1" in output
    assert good.link is not None
    planted = ["가나다라", messages.render(good), links.token_of(good.link), "+82222223333"]
    planted += [m.phone for m in (good, doubtful, broken)]
    planted += [phone.removeprefix("+82") for phone in planted if phone.startswith("+82")]
    assert [word for word in planted if word in output] == []
    assert "찾아뵙겠습니다" not in output
