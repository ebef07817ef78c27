"""
After an older copy of the database was restored: nothing leaves before the provider was asked.

The copy believes that texts still wait which went out after it was made. A sender keeps, outside
the database, the number of the last attempt it saw; a database that knows fewer is an older copy.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from outreach.actions import callbacks
from outreach.actions.message_bodies import body_of
from outreach.actions.message_tags import body_digest, tag_of
from outreach.actions.sending_doubts import LookUp
from outreach.channels import carriers
from outreach.channels.outcomes import ListedMessage
from outreach.models import Message, MessageAttempt, MessageState, SendingStop

log = logging.getLogger(__name__)
BEFORE_PLANNED = timedelta(days=1)  # clocks differ


class NotHeld(Exception):
    """Sending is not held after a restore."""


@dataclass(frozen=True)
class Reconciled:
    """What the provider knew of the texts that waited."""

    asked: int
    found: int


@transaction.atomic
def hold(*, now: datetime) -> SendingStop:
    """Hold all sending until `release`; twice is once."""
    row, _made = SendingStop.objects.get_or_create(
        kind=SendingStop.Kind.RESTORE, centre=None, ended_at=None, defaults={"started_at": now}
    )
    return row


def hold_if_older(*, mark: Path, now: datetime) -> bool:
    """Hold the sending if this database knows fewer attempts than were seen; note what it knows."""
    last = MessageAttempt.objects.aggregate(last=Max("pk"))["last"] or 0
    seen = int(mark.read_text() or 0) if mark.exists() else 0
    if last < seen:
        log.critical("the database is an older copy: sending is held, see release_hold")
        hold(now=now)
    if last != seen:
        draft = mark.with_suffix(".new")
        draft.write_text(str(last))
        draft.replace(mark)
    return last < seen


def reconcile(*, now: datetime) -> Reconciled:
    """
    Ask the provider for every text that waits and is due, and take those it has for sent.

    :raises LookUpFailed: the provider could not be asked; nothing is released then
    """
    waiting = Message.objects.filter(
        state__in=[MessageState.PLANNED, MessageState.RETRY_LATER, MessageState.ABSENT],
        next_try_at__lte=now,
    )
    asked = found = 0
    for text in waiting.select_related("centre", "link").iterator(chunk_size=500):
        asked += 1
        one = LookUp(
            text,
            frozenset({body_digest(body_of(text))}),
            tag_of(text),
            text.planned_at - BEFORE_PLANNED,
        )
        listed = [each for each in _listed(text) if one.knows(each)]
        known = set(
            Message.objects.filter(sid__in=[each.sid for each in listed]).values_list(
                "sid", flat=True
            )
        )
        for each in listed:
            if each.sid not in known:
                callbacks.take_listed(message=text, listed=each, now=now)
                found += 1
                break
    return Reconciled(asked, found)


@transaction.atomic
def release(*, now: datetime) -> None:
    """
    Let texts leave again after a restore.

    :raises NotHeld: nothing is held
    """
    standing = SendingStop.objects.standing().filter(kind=SendingStop.Kind.RESTORE)
    if not standing.update(ended_at=now):
        raise NotHeld


def mark_file() -> Path:
    """Return where this machine keeps the last attempt it saw."""
    return Path(settings.VAR_DIR) / "last-attempt"


def _listed(text: Message) -> tuple[ListedMessage, ...]:
    """Return what the carrier has that would take the text now: the one before the restore."""
    return carriers.list_messages_to(carriers.channel_of(text.centre), text.phone)
