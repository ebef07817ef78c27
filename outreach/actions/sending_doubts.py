"""
Doubts: looked up at the provider, by recipient and by the body's own tag, before any second send.

Two look-ups apart from each other, the last one long enough after the call, must both miss a text
before it counts as absent; then it is sent once more, if it is still wanted and in time. A look-up
that fails proves nothing and leaves the doubt.

A text that was absent twice is uncertain: staff decide, and the provider is asked again meanwhile,
ever more seldom. What its list shows late settles the text; nothing is sent because of it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, DateTimeField, Q, QuerySet, Value, When

from outreach.actions import callbacks
from outreach.actions.message_tags import body_digest, tag_of
from outreach.channels import carriers
from outreach.channels.outcomes import ListedMessage, LookUpFailed
from outreach.models import Message, MessageAttempt, MessageState
from outreach.models.message import IN_QUESTION

log = logging.getLogger(__name__)
LOOK_UP_LEASE = timedelta(seconds=60)
CLOCKS_APART = timedelta(seconds=60)  # our clock and the provider's
LATE_LOOK_UPS = tuple(timedelta(minutes=after) for after in (10, 60, 6 * 60, 24 * 60))
FIRST_CALL_AGO = timedelta(days=1)  # of a text that was sent again


@dataclass(frozen=True)
class LookUp:
    """A doubt that is ours to look up, and what its text is known by."""

    message: Message
    digests: frozenset[str]
    tag: str
    since: datetime

    def knows(self, listed: ListedMessage) -> bool:
        """Tell whether a text of the provider's list is this one."""
        if listed.created_at < self.since:
            return False
        return body_digest(listed.body) in self.digests or bool(
            self.tag and self.tag in listed.body
        )


def first_look_up(real_now: datetime) -> datetime:
    """Return when a doubt that arises now is looked up first."""
    return real_now + timedelta(seconds=settings.SMS_LOOK_UP_AFTER)


def take_look_ups(*, real_now: datetime, limit: int) -> list[LookUp]:
    """Take doubts whose time has come; another sender takes them when we die with them."""
    # A clock that was set back must not put a look-up off for hours.
    far = real_now + timedelta(seconds=2 * settings.SMS_SETTLE_SECONDS) + LOOK_UP_LEASE
    due = Message.objects.filter(
        Q(look_up_at__lte=real_now) | Q(look_up_at__gt=far, state=MessageState.DOUBT),
        state__in=IN_QUESTION,
    )
    taken = []
    for text in due.select_related("link").order_by("look_up_at", "pk")[:limit]:
        mine = Message.objects.filter(pk=text.pk, state=text.state, look_up_at=text.look_up_at)
        if mine.update(look_up_at=real_now + LOOK_UP_LEASE):
            taken.append(_look_up_of(text))
    return taken


def _look_up_of(text: Message) -> LookUp:
    digests = text.attempts.exclude(body_digest="").values_list("body_digest", flat=True)
    called_at = text.claimed_at or text.planned_at
    since = called_at - (FIRST_CALL_AGO if text.resends else CLOCKS_APART)
    return LookUp(text, frozenset(digests), tag_of(text), since)


def look_up(one: LookUp) -> Sequence[ListedMessage] | None:
    """Ask the provider for the recipient's texts; nothing when it could not be asked."""
    try:
        return carriers.list_messages_to(one.message.channel, one.message.phone)
    except LookUpFailed as reason:
        log.warning("message %s could not be looked up: %s", one.message.pk, reason)
    except Exception as reason:
        log.warning("message %s could not be looked up: %s", one.message.pk, type(reason).__name__)
    return None


@transaction.atomic
def settle(
    one: LookUp,
    listed: Sequence[ListedMessage] | None,
    *,
    now: datetime,
    asked_at: datetime,
) -> None:
    """Decide on a doubt by what the provider's list said at `asked_at` (the real clock)."""
    if listed is None:
        again_at = asked_at + timedelta(seconds=settings.SMS_SETTLE_GAP)
        asked = Message.objects.filter(pk=one.message.pk, state__in=IN_QUESTION)
        asked.update(look_up_at=again_at)
        return
    found = [each for each in listed if one.knows(each)]
    others = set(
        MessageAttempt.objects.filter(sid__in=[each.sid for each in found])
        .exclude(message=one.message)
        .values_list("sid", flat=True)
    )
    found = [each for each in found if each.sid not in others]
    for each in found:
        callbacks.take_listed(message=one.message, listed=each, now=now)
    if not found:
        _missed(one.message, now=now, asked_at=asked_at)


def _missed(message: Message, *, now: datetime, asked_at: datetime) -> None:
    """Take note that a look-up did not find the text."""
    doubt = Message.objects.filter(
        pk=message.pk, state=message.state, attempt_number=message.attempt_number
    )
    if message.state == MessageState.UNCERTAIN:
        doubt.update(look_up_at=late_look_up(message, after=asked_at))
        return
    gap = timedelta(seconds=settings.SMS_SETTLE_GAP)
    settled_at = (message.claimed_at or asked_at) + timedelta(seconds=settings.SMS_SETTLE_SECONDS)
    if message.absent_at is None:
        doubt.update(absent_at=asked_at, look_up_at=max(asked_at + gap, settled_at))
        return
    again_at = max(message.absent_at + gap, settled_at)
    if asked_at < again_at:
        doubt.update(look_up_at=again_at)
        return
    _end_absent(doubt, message, now, asked_at)


def late_look_up(message: Message, *, after: datetime) -> datetime | None:
    """Return when an uncertain text is asked after next; nothing when that is long enough."""
    called_at = message.claimed_at or after
    return next((called_at + gap for gap in LATE_LOOK_UPS if called_at + gap > after), None)


def _end_absent(
    doubt: QuerySet[Message], message: Message, now: datetime, asked_at: datetime
) -> None:
    """End a doubt whose text the provider does not have: sent again once, or given to staff."""
    # One statement: whoever moves or cancels the subject meanwhile comes before it or after it.
    is_over = Q(withdrawn_at__isnull=False) | Q(send_before__lte=now)
    moved = doubt.update(
        state=Case(
            When(withdrawn_at__isnull=False, then=Value(MessageState.WITHDRAWN)),
            When(send_before__lte=now, then=Value(MessageState.TOO_LATE)),
            When(resends__gte=1, then=Value(MessageState.UNCERTAIN)),
            default=Value(MessageState.ABSENT),
        ),
        look_up_at=Case(
            When(~is_over & Q(resends__gte=1), then=Value(late_look_up(message, after=asked_at))),
            default=Value(None),
            output_field=DateTimeField(),
        ),
        next_try_at=now,
    )
    if moved:
        log.info("message %s attempt %s: absent", message.pk, message.attempt_number)
        MessageAttempt.objects.filter(message=message, number=message.attempt_number).update(
            outcome=MessageState.ABSENT
        )
