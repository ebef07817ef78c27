from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from outreach.models import Message, MessageEvent, MessageState
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


@transaction.atomic
def take_callback(
    *, message: Message, sid: str, status: str, error_code: str, now: datetime
) -> MessageEvent:
    """
    Keep one status callback and let it move its text up, never down; the same one twice is one.

    It may come before the sender has written down that its call was accepted, and it is the proof
    that a text in doubt did go out.
    """
    event, is_new = MessageEvent.objects.get_or_create(
        sid=sid,
        status=status[:20],
        defaults={"message": message, "error_code": error_code[:12], "received_at": now},
    )
    if is_new and not _join(message, sid, now):
        log.error("message %s: the provider has it twice", message.pk)
    elif is_new:
        _raise_delivery(message, status, error_code)
    return event


def _join(message: Message, sid: str, now: datetime) -> bool:
    """Give the text its provider's number, and call a text found that nobody knew to be sent."""
    ours = Message.objects.filter(Q(sid="") | Q(sid=sid), pk=message.pk)
    if not ours.update(sid=sid):
        return False
    # A claimed text is its sender's to finish; the sweep sees the number if that sender died.
    unknown = ours.exclude(state__in=[*SENT, MessageState.CLAIMED])
    if unknown.update(state=MessageState.FOUND, accepted_at=now):
        log.info("message %s: found by a callback", message.pk)
    return True


def _raise_delivery(message: Message, status: str, error_code: str) -> None:
    lower = _below(status)
    if not lower:
        return
    changes = {"delivery": status}
    if status in FAILED:
        changes["error_code"] = error_code[:12]
    Message.objects.filter(pk=message.pk, delivery__in=lower).update(**changes)


def _below(status: str) -> Collection[str]:
    """Return the statuses that may move up to this one; none for a status nobody knows."""
    rank = RANKS.get(status, 0)
    return [other for other, its_rank in RANKS.items() if its_rank < rank]
