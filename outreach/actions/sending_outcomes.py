"""What a call to the provider changes; every change is conditional on the attempt still ours."""

from __future__ import annotations

import logging
import random
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Q, Value, When

from outreach.actions.callbacks import FINAL, first_check
from outreach.actions.opt_outs import opt_out
from outreach.actions.sending_doubts import first_look_up
from outreach.actions.sending_limits import give_back
from outreach.actions.unreached_numbers import note_failure
from outreach.channels.outcomes import Accepted, Doubt, Outcome, Refused, RetryLater
from outreach.models import Channel, Message, MessageAttempt, MessageState
from outreach.rules.pace import wait_before_retry
from outreach.rules.provider_errors import Kind, provider_error

log = logging.getLogger(__name__)
UNWRITABLE = "TEXT"  # our own code: the words could not be put together


@transaction.atomic
def record(*, message: Message, outcome: Outcome, now: datetime, real_now: datetime) -> None:
    """Write down what came of the call that this claimed text was made for."""
    match outcome:
        case Accepted():
            _accepted(message, outcome, now)
        case Refused():
            _refused(message, outcome, now)
        case RetryLater():
            _retry_later(message, outcome, now)
        case Doubt():
            _doubt(message, outcome, now, real_now)


@transaction.atomic
def refuse_unwritable(*, message: Message, now: datetime) -> None:
    """Give a text that cannot be written to staff; no call was made for it."""
    _move(message, MessageState.REFUSED, error_code=UNWRITABLE)
    _end_attempt(message, MessageState.REFUSED, now, error_code=UNWRITABLE)


def _accepted(message: Message, outcome: Accepted, now: datetime) -> None:
    # A sweep, a look-up or a callback may have been quicker; this answer is the better knowledge.
    anyhow = set(MessageState) - {MessageState.ACCEPTED, MessageState.REFUSED}
    moved = _move(
        message,
        MessageState.ACCEPTED,
        among=anyhow,
        sid=outcome.sid,
        accepted_at=now,
        check_at=_check_at(message),
    )
    _end_attempt(message, MessageState.ACCEPTED, now, sid=outcome.sid)
    if not moved:
        # Our attempt was given up for lost and another one made: by name, in the list of staff.
        log.error("message %s: the provider may have it twice", message.pk)
        Message.objects.filter(pk=message.pk, sid="").update(
            state=MessageState.FOUND, sid=outcome.sid, accepted_at=now, **_NOTHING_PENDING
        )


def _check_at(message: Message) -> datetime | None:
    """Return when to ask after a text, unless a callback has told its end by then."""
    if message.claimed_at is None or message.channel == Channel.EMAIL:
        return None
    ended = Message.objects.filter(pk=message.pk, delivery__in=FINAL).exists()
    return None if ended else message.claimed_at + first_check()


def _refused(message: Message, outcome: Refused, now: datetime) -> None:
    among = {MessageState.CLAIMED, MessageState.DOUBT}
    code = str(outcome.code)
    is_text = message.channel != Channel.EMAIL
    if is_text:
        note_failure(message=message, code=code, now=now)
    _move(message, MessageState.REFUSED, among=among, error_code=code)
    _end_attempt(message, MessageState.REFUSED, now, error_code=code)
    if is_text and provider_error(outcome.code).kind is Kind.OPTED_OUT:
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
    _move(
        message,
        # Whoever took it back while the provider was asked is obeyed now.
        Case(
            When(withdrawn_at__isnull=False, then=Value(MessageState.WITHDRAWN)),
            default=Value(state),
        ),
        next_try_at=again,
        error_code=code,
    )
    _end_attempt(message, MessageState.RETRY_LATER, now, error_code=code)


def _doubt(message: Message, outcome: Doubt, now: datetime, real_now: datetime) -> None:
    log.warning(
        "message %s attempt %s in doubt: %s", message.pk, message.attempt_number, outcome.reason
    )
    if message.channel == Channel.EMAIL:  # there is nobody to ask
        _move(message, MessageState.UNCERTAIN)
    elif not _move(message, MessageState.DOUBT, quietly=True, look_up_at=first_look_up(real_now)):
        # A callback came before the answer broke: the provider has it.
        named = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED).exclude(sid="")
        named.update(
            state=MessageState.FOUND,
            accepted_at=now,
            check_at=_check_at(message),
            **_NOTHING_PENDING,
        )
    _end_attempt(message, MessageState.DOUBT, now)


_NOTHING_PENDING: dict[str, None] = {"lease_until": None, "look_up_at": None}


def _move(
    message: Message,
    state: MessageState | Case,
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
    moved = ours.update(**{"state": state, **_NOTHING_PENDING, **changes})
    told = state if isinstance(state, MessageState) else MessageState.RETRY_LATER
    if moved:
        log.info("message %s attempt %s: %s", message.pk, message.attempt_number, told)
    elif not quietly:
        log.warning(
            "message %s attempt %s: came too late to be %s",
            message.pk,
            message.attempt_number,
            told,
        )
    return bool(moved)


def _end_attempt(message: Message, outcome: MessageState, now: datetime, **changes: str) -> None:
    attempt = MessageAttempt.objects.filter(message=message, number=message.attempt_number)
    attempt.update(ended_at=now, outcome=outcome, **changes)
    if outcome in (MessageState.RETRY_LATER, MessageState.REFUSED):
        give_back(attempt=attempt.get(), centre_id=message.centre_id)
