"""A small storm: real senders, real kill -9, a provider that lies; its log is the judge."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from outreach.models import Message, MessageState
from outreach.models.message import SENT
from tests import cast
from tests.fixtures_simulator import start_simulator, wait_for
from tests.nursery import nursery
from tests.outreach.outbox import environment_of, make_link, make_message, set_product_time

TEXTS, KILLS, SEED = 150, 20, 1
FAULTS = ("500-after-accept=0.02", "500=0.02", "reset=0.02", "list-500=0.05")
# As in the product, but in seconds instead of minutes.
QUICK = {
    "TWILIO_CONNECT_TIMEOUT": "1",
    "TWILIO_READ_TIMEOUT": "1",
    "SMS_LEASE_SECONDS": "8",
    "SMS_LOOK_UP_AFTER": "1",
    "SMS_SETTLE_GAP": "1",
    "SMS_SETTLE_SECONDS": "9",
    "SMS_PER_SECOND": "20",
}
# The command as it is, loaded once; what a killed look-up asked is asked again after five seconds.
SEND = """
from datetime import timedelta
from django.core.management import call_command
from outreach.actions import sending_doubts
sending_doubts.LOOK_UP_LEASE = timedelta(seconds=5)
from outreach.management.commands import send_messages
run = lambda: call_command(send_messages.Command())
"""


def is_quiet() -> bool:
    """Tell whether nothing is under way or still to come."""
    return set(Message.objects.values_list("state", flat=True)) <= {
        *SENT,
        MessageState.UNCERTAIN,
    }


@pytest.mark.django_db(transaction=True)
def test_twenty_kills_lose_no_text_and_send_none_twice(tmp_path: Path) -> None:
    habits = [f"--chance={fault}" for fault in FAULTS]
    simulator = start_simulator(
        tmp_path, "--delay=0.05", "--list-lag=0.3", f"--seed={SEED}", *habits
    )
    set_product_time(cast.NOW)
    link = make_link()
    texts = [make_message(link=link) for _ in range(TEXTS)]
    chance = random.Random(SEED)

    with ExitStack() as stack:
        stack.callback(simulator.process.kill)
        connection.commit()  # nothing may hang in the air that the other processes have to see
        senders = stack.enter_context(nursery(SEND, {**environment_of(simulator), **QUICK}))
        alive = [stack.enter_context(senders.child()) for _ in range(2)]
        wait_for(simulator.log, 60)
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.1, 0.5))  # the moment of a kill is left to chance
            victim = chance.randrange(2)
            alive[victim].kill()
            alive[victim] = stack.enter_context(senders.child())
        wait_for(is_quiet, 120)

    accepted = Counter(line["to"] for line in simulator.log())
    uncertain = set(Message.objects.filter(state="UNCERTAIN").values_list("phone", flat=True))
    assert [phone for phone, times in accepted.items() if times > 1] == []
    assert {text.phone for text in texts} - accepted.keys() <= uncertain
    assert len(uncertain) <= 2  # refused with a 500 twice in a row, and named to staff
