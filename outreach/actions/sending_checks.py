"""Asking the provider what became of texts whose last callback never came."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from outreach.actions import callbacks
from outreach.channels import carriers
from outreach.channels.outcomes import ListedMessage, LookUpFailed
from outreach.models import Message
from outreach.models.message import SENT

log = logging.getLogger(__name__)
CHECK_LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Check:
    """A text that is ours to ask after."""

    message: Message


def take_checks(*, real_now: datetime, limit: int) -> list[Check]:
    """Take texts that are to be asked after; another sender takes them when we die with them."""
    due = Message.objects.filter(check_at__lte=real_now).exclude(sid="").order_by("check_at", "pk")
    taken = []
    for text in due[:limit]:
        mine = Message.objects.filter(pk=text.pk, check_at=text.check_at)
        if mine.update(check_at=real_now + CHECK_LEASE):
            taken.append(Check(text))
    return taken


def check(one: Check) -> ListedMessage | None:
    """Ask what became of a text; nothing when the provider could not be asked."""
    try:
        return carriers.fetch_message(one.message.channel, one.message.sid)
    except LookUpFailed as reason:
        log.warning("message %s could not be asked after: %s", one.message.pk, reason)
    except Exception as reason:
        kind = type(reason).__name__
        log.warning("message %s could not be asked after: %s", one.message.pk, kind)
    return None


@transaction.atomic
def note(one: Check, found: ListedMessage | None, *, now: datetime) -> None:
    """Write down what the provider says; what is not at its end is asked after again, later."""
    if found is None:
        return  # the lease of the check brings it back
    callbacks.take_listed(message=one.message, listed=found, now=now)
    waits = settings.SMS_STATUS_CHECKS
    number = one.message.checks + 1
    if found.status in callbacks.FINAL:
        Message.objects.filter(pk=one.message.pk).update(checks=number)
        return
    called_at = one.message.claimed_at
    again = (
        called_at + timedelta(seconds=waits[number]) if called_at and number < len(waits) else None
    )
    Message.objects.filter(pk=one.message.pk, state__in=SENT).update(check_at=again, checks=number)
