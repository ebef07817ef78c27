from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from outreach.actions.unreached_numbers import note_failure
from outreach.channels.outcomes import ListedMessage
from outreach.models import Message, MessageAttempt, MessageEvent, MessageState
from outreach.models.message import SENT

log = logging.getLogger(__name__)
# The provider's statuses, lowest first; callbacks come late, twice and out of order.
RANKS = {
    "": 0,
    "accepted": 1,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "partially_delivered": 5,
    "delivered": 6,
    "undelivered": 6,
    "failed": 6,
    "canceled": 6,
    "read": 7,  # whoever reads a text has got it
}
FAILED = ("undelivered", "failed")
FINAL = ("delivered", "undelivered", "failed", "canceled", "read")
FOUND = "FOUND"  # why a text is taken back that staff sent in the place of this one
NOT_TAKEN = (MessageState.RETRY_LATER, MessageState.REFUSED)


@transaction.atomic
def take_callback(
    *,
    message: Message,
    sid: str,
    status: str,
    error_code: str,
    now: datetime,
    number: int | None = None,
) -> MessageEvent:
    """
    Keep one status callback and let it move its text up, never down; the same one twice is one.

    It may come before the sender has written down that its call was accepted, and it is the proof
    that a text in doubt did go out. `number` is the attempt it reports on.
    """
    event, is_new = MessageEvent.objects.get_or_create(
        sid=sid,
        status=status[:20],
        defaults={"message": message, "error_code": error_code[:12], "received_at": now},
    )
    if not is_new:
        return event
    if status in FAILED and error_code:
        note_failure(message=message, code=error_code, now=now)
    _name_attempt(message, sid, number)
    if _join(message, sid, now):
        _raise_delivery(message, status, error_code)
    else:
        log.error("message %s: the provider has it twice", message.pk)
    return event


def take_listed(*, message: Message, listed: ListedMessage, now: datetime) -> MessageEvent:
    """Take what the provider's list says of a text for a callback that was lost."""
    code = "" if listed.error_code is None else str(listed.error_code)
    return take_callback(
        message=message, sid=listed.sid, status=listed.status, error_code=code, now=now
    )


def first_check() -> timedelta:
    """Return how long after its call a text is asked after, if no callback told its end."""
    return timedelta(seconds=settings.SMS_STATUS_CHECKS[0])


def _name_attempt(message: Message, sid: str, number: int | None) -> None:
    """Write the provider's number to the attempt it belongs to."""
    if MessageAttempt.objects.filter(sid=sid).exists():
        return
    attempts = MessageAttempt.objects.filter(message=message, sid="").exclude(outcome__in=NOT_TAKEN)
    named = attempts.filter(number=number) if number is not None else attempts
    keys = list(named.order_by("-number").values_list("pk", flat=True)[:1])
    MessageAttempt.objects.filter(pk__in=keys).update(sid=sid)


def _join(message: Message, sid: str, now: datetime) -> bool:
    """Give the text its provider's number, and call a text found that nobody knew to be sent."""
    ours = Message.objects.filter(Q(sid="") | Q(sid=sid), pk=message.pk)
    # A claimed text is its sender's to finish; the sweep sees the number if that sender died.
    unknown = ours.exclude(state__in=[*SENT, MessageState.CLAIMED])
    if unknown.update(
        state=MessageState.FOUND,
        sid=sid,
        accepted_at=now,
        look_up_at=None,
        check_at=F("claimed_at") + first_check(),
    ):
        log.info("message %s: found at the provider", message.pk)
        Message.objects.filter(again_of=message).take_back(reason=FOUND, at=now)
        return True
    return bool(ours.update(sid=sid))


def _raise_delivery(message: Message, status: str, error_code: str) -> None:
    lower = _below(status)
    if not lower:
        return
    changes: dict[str, object] = {"delivery": status}
    if status in FAILED:
        changes["error_code"] = error_code[:12]
    if status in FINAL:
        changes["check_at"] = None  # nobody has to ask any more
    Message.objects.filter(pk=message.pk, delivery__in=lower).update(**changes)


def _below(status: str) -> Collection[str]:
    """Return the statuses that may move up to this one; none for a status nobody knows."""
    rank = RANKS.get(status, 0)
    return [other for other, its_rank in RANKS.items() if its_rank < rank]
