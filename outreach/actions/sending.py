"""
Sending: claim, call, record; whatever is left over is swept up (the states of `MessageState`).

A claim is committed before the call, so a text whose process dies is known to be in doubt. A text
in doubt is looked up before it is sent a second time, since Twilio cannot make a send idempotent.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, When

from outreach.actions import sending_limits, sending_outcomes
from outreach.actions.message_bodies import body_of, subject_of
from outreach.actions.message_tags import body_digest
from outreach.channels import carriers
from outreach.channels.outcomes import Doubt, Outcome, RetryLater
from outreach.models import Channel, Message, MessageAttempt, MessageState
from outreach.models.message import MessageQuerySet
from outreach.rules.quiet_hours import is_quiet
from outreach.rules.sms_text import byte_length, measure

log = logging.getLogger(__name__)
MISCONFIGURED_WAIT = 300  # seconds until an administrator may have mended the settings
# Twilio repeats a callback that did not arrive five times (connection overrides in the fragment).
CALLBACK_RETRIES = "#rc=5&rp=all"


@dataclass(frozen=True)
class Claimed:
    """A text that is ours to send until the lease runs out."""

    message: Message
    body: str
    taken_at: float  # by the monotonic clock, which nobody can set

    def real_now(self) -> datetime:
        """Return the time by the clock that the claim was made by."""
        assert self.message.claimed_at is not None
        return self.message.claimed_at + timedelta(seconds=time.monotonic() - self.taken_at)

    def may_still_be_called(self) -> bool:
        """Tell whether the lease outlasts the longest call; a process that slept must not call."""
        longest_call = settings.TWILIO_CONNECT_TIMEOUT + settings.TWILIO_READ_TIMEOUT
        age = time.monotonic() - self.taken_at
        return bool(age < settings.SMS_LEASE_SECONDS - longest_call)


def claimable(*, now: datetime) -> MessageQuerySet:
    """Texts that may leave: due, not withdrawn, still of use, to people who take texts."""
    return Message.objects.due(now).wanted().by_index()


def claim(*, now: datetime, real_now: datetime, limit: int) -> list[Claimed]:
    """
    Take up to `limit` texts for sending, the longest due first, and commit that they are taken.

    None is taken in quiet hours, while sending is stopped, or beyond the pace and the amounts.
    `now` is the product's clock and decides what is due; `real_now` is the real one, which leases
    and paces need.
    """
    if settings.SMS_KILL_SWITCH or is_quiet(now):
        return []
    if not sending_limits.let_through(claimable(now=now)).exists():
        return []  # asked before the lock, so that an empty outbox costs nobody anything
    return _take(now=now, real_now=real_now, limit=limit)


@transaction.atomic(durable=True)
def _take(*, now: datetime, real_now: datetime, limit: int) -> list[Claimed]:
    room = sending_limits.measure_room(now=now, real_now=real_now)
    texts = (
        sending_limits.let_through(claimable(now=now))
        .exclude(centre__in=room.closed_centres())
        .select_related("centre", "link")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("next_try_at", "pk")
    )
    found = list(texts[:limit])
    masses = sending_limits.unconfirmed_masses(found, now=now)
    found = [text for text in found if (text.centre_id, text.planned_at) not in masses]
    spent = sending_limits.spent_numbers(found, now=now)
    sending_limits.put_off(keys=spent, now=now)
    chosen = [text for text in found if text.pk not in spent and room.take(text.centre_id)]
    return _commit_to(chosen, now=now, real_now=real_now) if chosen else []


def _commit_to(chosen: Sequence[Message], *, now: datetime, real_now: datetime) -> list[Claimed]:
    """Write down that these are about to be sent; the provider is called when that stands."""
    _choose_carriers(chosen)
    absent = Q(state=MessageState.ABSENT)
    lease_until = real_now + timedelta(seconds=settings.SMS_LEASE_SECONDS)
    Message.objects.filter(pk__in=[text.pk for text in chosen]).update(
        resends=Case(
            When(absent, then=F("resends") + 1),
            default=F("resends"),
            output_field=PositiveSmallIntegerField(),
        ),
        state=MessageState.CLAIMED,
        lease_until=lease_until,
        claimed_at=real_now,
        absent_at=None,
        attempt_number=F("attempt_number") + 1,
    )
    written: list[tuple[Message, str]] = []
    attempts: list[MessageAttempt] = []
    won = Counter[int]()
    for text in chosen:
        text.state, text.lease_until = MessageState.CLAIMED, lease_until
        text.claimed_at, text.attempt_number = real_now, text.attempt_number + 1
        attempt = MessageAttempt(message=text, number=text.attempt_number, started_at=now)
        attempts.append(attempt)
        try:
            body = body_of(text)
        except DatabaseError:
            raise
        except Exception as reason:  # whatever it is, it must not hold the others back
            log.error("message %s cannot be written: %s", text.pk, type(reason).__name__)
            continue
        attempt.characters, attempt.cp949_bytes = len(body), byte_length(body)
        if text.channel != Channel.EMAIL:
            attempt.won = measure(body).segments * settings.SMS_SEGMENT_WON
        attempt.body_digest = body_digest(body)
        won[text.centre_id] += attempt.won
        written.append((text, body))
    MessageAttempt.objects.bulk_create(attempts)
    readable = [text for text, _body in written]
    for text in chosen:
        if text not in readable:
            sending_outcomes.refuse_unwritable(message=text, now=now)
    sending_limits.spend(texts=readable, won=won, now=now, at=real_now)
    taken_at = time.monotonic()
    return [Claimed(message=text, body=body, taken_at=taken_at) for text, body in written]


def _choose_carriers(chosen: Sequence[Message]) -> None:
    """
    Let each text go by the carrier of its centre as the settings have it now.

    One that is sent again after a doubt stays with the carrier that was asked about it.
    """
    for text in chosen:
        wanted = carriers.channel_of(text.centre)
        is_bound = text.state == MessageState.ABSENT or text.channel == Channel.EMAIL
        if not is_bound and text.channel != wanted:
            text.channel = wanted
            text.save(update_fields=["channel"])


def call(claimed: Claimed, *, now: datetime) -> Outcome:
    """Hand one claimed text to the provider; outside any transaction, and without the database."""
    message = claimed.message
    if not claimed.may_still_be_called():
        return RetryLater(code=None, retry_after=None)
    try:
        return carriers.send(
            message.channel,
            to=message.recipient,
            body=claimed.body,
            subject=subject_of(message),
            reference=f"letter-{message.pk}-{message.attempt_number}",
            sender_number=message.centre.sender_number,
            callback_url=callback_url(message),
            validity_seconds=max(1, int((message.send_before - now).total_seconds())),
        )
    except ImproperlyConfigured:
        log.error("message %s not sent: the provider's settings are incomplete", message.pk)
        return RetryLater(code=None, retry_after=MISCONFIGURED_WAIT)
    except Exception as reason:
        return Doubt(type(reason).__name__)  # its words could hold the number


def callback_url(message: Message) -> str:
    """Return where the provider reports on this attempt; the signature covers its number."""
    attempt = f"{message.pk}/{message.attempt_number}"
    return f"{settings.PUBLIC_URL}/sms/callback/{attempt}/{CALLBACK_RETRIES}"


def record(claimed: Claimed, outcome: Outcome, *, now: datetime) -> None:
    """
    Write down what came of a call.

    When that fails, the text stays claimed, the sweep puts it in doubt and it is looked up.
    """
    try:
        sending_outcomes.record(
            message=claimed.message, outcome=outcome, now=now, real_now=claimed.real_now()
        )
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
