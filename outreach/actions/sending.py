"""
Sending: claim, call, record; whatever is left over is swept up (the states of `MessageState`).

A claim is committed before the call, so a text whose process dies is known to be in doubt. A text
in doubt is never sent again by itself: Twilio cannot make a send idempotent.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F

from outreach.actions import sending_outcomes
from outreach.actions.message_bodies import NotSendable, UnknownWord, body_of
from outreach.actions.opt_outs import REASON as OPTED_OUT
from outreach.channels.sms import Doubt, Outcome, RetryLater, send_sms
from outreach.models import Message, MessageAttempt, MessageState
from outreach.models.message import MessageQuerySet
from outreach.rules.placeholders import UnknownPlaceholder
from outreach.rules.quiet_hours import is_quiet
from outreach.rules.sms_text import byte_length

log = logging.getLogger(__name__)
SPARE = 4  # candidates for each text wanted: other senders take some before us
MISCONFIGURED_WAIT = 300  # seconds until an administrator may have mended the settings
# Twilio repeats a callback that did not arrive five times (connection overrides in the fragment).
CALLBACK_RETRIES = "#rc=5&rp=all"


@dataclass(frozen=True)
class Claimed:
    """A text that is ours to send until the lease runs out."""

    message: Message
    body: str
    taken_at: float  # by the monotonic clock, which nobody can set

    def may_still_be_called(self) -> bool:
        """Tell whether the lease outlasts the longest call; a process that slept must not call."""
        longest_call = settings.TWILIO_CONNECT_TIMEOUT + settings.TWILIO_READ_TIMEOUT
        age = time.monotonic() - self.taken_at
        return bool(age < settings.SMS_LEASE_SECONDS - longest_call)


@dataclass(frozen=True)
class Swept:
    """How many texts the sweep moved on."""

    doubted: int
    found: int
    too_late: int
    opted_out: int


def claimable(*, now: datetime) -> MessageQuerySet:
    """Texts that may leave: due, not withdrawn, still of use, to people who take texts."""
    return Message.objects.due(now).wanted()


def claim(*, now: datetime, real_now: datetime, limit: int) -> list[Claimed]:
    """
    Take up to `limit` texts for sending, the longest due first; each is committed on its own.

    None is taken in quiet hours or while the kill switch is on. `now` is the product's clock and
    decides what is due; `real_now` is the real one, which leases need.
    """
    if settings.SMS_KILL_SWITCH or is_quiet(now):
        return []
    candidates = claimable(now=now).order_by("next_try_at", "pk").values_list("pk", flat=True)
    claimed: list[Claimed] = []
    for pk in list(candidates[: limit * SPARE]):
        one = _claim_one(pk=pk, now=now, real_now=real_now)
        if one is not None:
            claimed.append(one)
        if len(claimed) == limit:
            break
    return claimed


@transaction.atomic(durable=True)
def _claim_one(*, pk: int, now: datetime, real_now: datetime) -> Claimed | None:
    """Take one text unless somebody else was quicker or it may not leave any more."""
    taken = (
        claimable(now=now)
        .filter(pk=pk)
        .update(
            state=MessageState.CLAIMED,
            lease_until=real_now + timedelta(seconds=settings.SMS_LEASE_SECONDS),
            attempt_number=F("attempt_number") + 1,
        )
    )
    if taken != 1:
        return None
    message = Message.objects.select_related("centre", "link").get(pk=pk)
    attempt = MessageAttempt(message=message, number=message.attempt_number, started_at=now)
    try:
        body = body_of(message)
    except (UnknownPlaceholder, UnknownWord, NotSendable, OSError, ValueError) as reason:
        attempt.save(force_insert=True)
        log.error("message %s cannot be written: %s", pk, type(reason).__name__)
        sending_outcomes.refuse_unwritable(message=message, now=now)
        return None
    attempt.characters, attempt.cp949_bytes = len(body), byte_length(body)
    attempt.save(force_insert=True)
    return Claimed(message=message, body=body, taken_at=time.monotonic())


def call(claimed: Claimed, *, now: datetime) -> Outcome:
    """Hand one claimed text to the provider; outside any transaction, and without the database."""
    message = claimed.message
    if not claimed.may_still_be_called():
        return RetryLater(code=None, retry_after=None)
    try:
        return send_sms(
            to=message.phone,
            body=claimed.body,
            sender_number=message.centre.sender_number,
            callback_url=f"{settings.PUBLIC_URL}/sms/callback/{message.pk}/{CALLBACK_RETRIES}",
            validity_seconds=max(1, int((message.send_before - now).total_seconds())),
        )
    except ImproperlyConfigured:
        log.error("message %s not sent: the provider's settings are incomplete", message.pk)
        return RetryLater(code=None, retry_after=MISCONFIGURED_WAIT)
    except Exception as reason:
        return Doubt(type(reason).__name__)  # its words could hold the number


def record(claimed: Claimed, outcome: Outcome, *, now: datetime) -> None:
    """
    Write down what came of a call.

    When that fails, the text stays claimed and the sweep finds it in doubt: never a second send.
    """
    try:
        sending_outcomes.record(message=claimed.message, outcome=outcome, now=now)
    except Exception as reason:
        log.error(
            "message %s attempt %s: the outcome could not be saved: %s",
            claimed.message.pk,
            claimed.message.attempt_number,
            type(reason).__name__,
        )


def send_claimed(claimed: Sequence[Claimed], *, now: datetime) -> None:
    """Send claimed texts one after the other and write down what came of each."""
    for one in claimed:
        record(one, call(one, now=now), now=now)


@transaction.atomic
def sweep(*, now: datetime, real_now: datetime) -> Swept:
    """Move on what no sender will: leases that ran out, texts too late, numbers that opted out."""
    over = Message.objects.filter(state=MessageState.CLAIMED, lease_until__lte=real_now)
    late = Message.objects.waiting().filter(next_try_at__lte=now, send_before__lte=now)
    refused = Message.objects.due(now).unwanted()
    MessageAttempt.objects.filter(
        message__in=over, outcome="", number=F("message__attempt_number")
    ).update(outcome=MessageState.DOUBT)
    return Swept(
        # A callback named it while its sender was dying: it did go out.
        found=over.exclude(sid="").update(
            state=MessageState.FOUND, lease_until=None, accepted_at=now
        ),
        doubted=over.filter(sid="").update(state=MessageState.DOUBT, lease_until=None),
        too_late=late.update(state=MessageState.TOO_LATE),
        opted_out=refused.update(
            state=MessageState.WITHDRAWN, withdrawn_at=now, withdrawn_reason=OPTED_OUT
        ),
    )
