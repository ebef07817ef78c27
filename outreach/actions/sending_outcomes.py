"""What a call to the provider changes; every change is conditional on the attempt still ours."""

from __future__ import annotations

import logging
import random
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from outreach.actions.opt_outs import opt_out
from outreach.channels.sms import Accepted, Doubt, Outcome, Refused, RetryLater
from outreach.models import Message, MessageAttempt, MessageState
from outreach.rules.pace import wait_before_retry
from outreach.rules.provider_errors import Kind, provider_error

log = logging.getLogger(__name__)
UNWRITABLE = "TEXT"  # our own code: the words could not be put together


@transaction.atomic
def record(*, message: Message, outcome: Outcome, now: datetime) -> None:
    """Write down what came of the call that this claimed text was made for."""
    match outcome:
        case Accepted():
            _accepted(message, outcome, now)
        case Refused():
            _refused(message, outcome, now)
        case RetryLater():
            _retry_later(message, outcome, now)
        case Doubt():
            _doubt(message, outcome, now)


@transaction.atomic
def refuse_unwritable(*, message: Message, now: datetime) -> None:
    """Give a text that cannot be written to staff; no call was made for it."""
    _move(message, MessageState.REFUSED, error_code=UNWRITABLE)
    _end_attempt(message, MessageState.REFUSED, now, error_code=UNWRITABLE)


def _accepted(message: Message, outcome: Accepted, now: datetime) -> None:
    # The sweep or a callback may have been quicker; this answer is the better knowledge.
    late = {MessageState.CLAIMED, MessageState.DOUBT, MessageState.FOUND}
    _move(message, MessageState.ACCEPTED, among=late, sid=outcome.sid, accepted_at=now)
    _end_attempt(message, MessageState.ACCEPTED, now)


def _refused(message: Message, outcome: Refused, now: datetime) -> None:
    among = {MessageState.CLAIMED, MessageState.DOUBT}
    code = str(outcome.code)
    _move(message, MessageState.REFUSED, among=among, error_code=code)
    _end_attempt(message, MessageState.REFUSED, now, error_code=code)
    if provider_error(outcome.code).kind is Kind.OPTED_OUT:
        opt_out(phone=message.phone, now=now)


def _retry_later(message: Message, outcome: RetryLater, now: datetime) -> None:
    code = "" if outcome.code is None else str(outcome.code)
    seconds = wait_before_retry(
        attempt=message.attempt_number,
        retry_after=outcome.retry_after,
        chance=random.random(),
    )
    again = now + timedelta(seconds=seconds)
    in_time = again < message.send_before
    state = MessageState.RETRY_LATER if in_time else MessageState.TOO_LATE
    _move(message, state, next_try_at=again, error_code=code)
    _end_attempt(message, MessageState.RETRY_LATER, now, error_code=code)


def _doubt(message: Message, outcome: Doubt, now: datetime) -> None:
    log.warning(
        "message %s attempt %s in doubt: %s", message.pk, message.attempt_number, outcome.reason
    )
    if not _move(message, MessageState.DOUBT, quietly=True):
        # A callback came before the answer broke: the provider has it.
        named = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED).exclude(sid="")
        named.update(state=MessageState.FOUND, lease_until=None, accepted_at=now)
    _end_attempt(message, MessageState.DOUBT, now)


def _move(
    message: Message,
    state: MessageState,
    *,
    among: Collection[MessageState] = (MessageState.CLAIMED,),
    quietly: bool = False,
    **changes: object,
) -> bool:
    """Change the row while it is still in one of these states by our attempt."""
    ours = Message.objects.filter(
        Q(sid="") | Q(sid=changes.get("sid", "")),
        pk=message.pk,
        attempt_number=message.attempt_number,
        state__in=among,
    )
    moved = ours.update(state=state, lease_until=None, **changes)
    if moved:
        log.info("message %s attempt %s: %s", message.pk, message.attempt_number, state)
    elif not quietly:
        log.warning(
            "message %s attempt %s: came too late to be %s",
            message.pk,
            message.attempt_number,
            state,
        )
    return bool(moved)


def _end_attempt(
    message: Message, outcome: MessageState, now: datetime, *, error_code: str = ""
) -> None:
    MessageAttempt.objects.filter(message=message, number=message.attempt_number).update(
        ended_at=now, outcome=outcome, error_code=error_code
    )
