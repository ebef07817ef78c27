"""Texts and sender processes for the tests of the outbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.utils import timezone

from outreach.actions import links, messages
from outreach.actions.sending import Claimed, claim, send_claimed
from outreach.models import DemoClock, Link, Message
from tests import cast
from tests.fixtures_simulator import ACCOUNT_SID, AUTH_TOKEN, WAIT_SECONDS, RunningSimulator

ROOT = Path(__file__).resolve().parents[2]
VISIT_AT = cast.NOW + timedelta(days=7, hours=4)  # Monday, 30 November, 14:00


def make_link(**changes: object) -> Link:
    """Open the link of a visit to 한빛도장."""
    facts: dict[str, object] = {
        "centre": cast.make_centre(),
        "purpose": Link.Purpose.VISIT,
        "expires_at": VISIT_AT + timedelta(hours=24),
        "now": cast.NOW,
        **changes,
    }
    if "worker" not in facts:
        facts.setdefault("workplace", cast.make_workplace())
    return links.open_link(**facts)  # type: ignore[arg-type]


def make_message(**changes: object) -> Message:
    """Plan the text that tells the owner of 한빛도장 about the visit; due at once."""
    facts: dict[str, object] = {
        "centre": cast.make_centre(),
        "template": "visit_booked",
        "context": {"starts_at": VISIT_AT.isoformat()},
        "phone": cast.mobile(),
        "language": "ko",
        "due_at": cast.NOW,
        "send_before": VISIT_AT,
        "now": cast.NOW,
        **changes,
    }
    facts.setdefault("link", make_link())
    return messages.plan(**facts)  # type: ignore[arg-type]


def claim_one(message: Message, *, now: datetime = cast.NOW) -> Claimed:
    """Claim this text, which must be the next one."""
    [claimed] = claim(now=now, real_now=timezone.now(), limit=1)
    assert claimed.message.pk == message.pk
    return claimed


def send_due(now: datetime = cast.NOW) -> None:
    """Send what is due, one after the other, in this process."""
    send_claimed(claim(now=now, real_now=timezone.now(), limit=100), now=now)


def state_of(message: Message) -> str:
    """Return the state that the database knows."""
    message.refresh_from_db()
    return message.state


def database_url() -> str:
    """Return the address of the test database, for a process of its own."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{facts['NAME']}"
    user, password = quote(facts["USER"], safe=""), quote(facts["PASSWORD"], safe="")
    return f"postgres://{user}:{password}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def set_product_time(at: datetime) -> None:
    """Let the sender processes believe that it is now this moment."""
    DemoClock.objects.update_or_create(pk=1, defaults={"ahead": at - timezone.now()})


def environment_of(simulator: RunningSimulator) -> dict[str, str]:
    """Return what lets a process send by this simulator from the test database."""
    return {
        "DATABASE_URL": database_url(),
        "DEMO": "1",
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_BASE_URL": simulator.base_url,
        "ALLOW_FAKE_PROVIDER": "1",
        "SMS_PER_SECOND": "200",
    }


@contextmanager
def sender(
    simulator: RunningSimulator, *options: str, **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """Run a sender process on the test database; it is killed at the end if it still runs."""
    connection.commit()  # nothing may hang in the air that the other process has to see
    process = subprocess.Popen(
        [sys.executable, "manage.py", "send_messages", *options],
        cwd=ROOT,
        env={**os.environ, **environment_of(simulator), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def send_once(simulator: RunningSimulator, **environment: str) -> str:
    """Run one sender until nothing is due and return what it wrote."""
    with sender(simulator, "--once", **environment) as process:
        output, _nothing = process.communicate(timeout=WAIT_SECONDS * 3)
        assert process.returncode == 0, output
    return output
