"""What no sender will move on by itself: dead leases, texts too late, numbers that opted out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from outreach.actions.callbacks import first_check
from outreach.actions.opt_outs import REASON as OPTED_OUT
from outreach.actions.sending_doubts import first_look_up
from outreach.models import Channel, Message, MessageAttempt, MessageState

# Without a parameter, so that SQLite sees the index of claimed rows.
CLAIMED_BY_INDEX = "outreach_message.state = 'CLAIMED'"


@dataclass(frozen=True)
class Swept:
    """How many texts the sweep moved on."""

    doubted: int
    found: int
    given_up: int
    too_late: int
    opted_out: int


@transaction.atomic
def sweep(*, now: datetime, real_now: datetime) -> Swept:
    """Move on what no sender will: leases that ran out, texts too late, numbers that opted out."""
    # A lease longer than any is given shows that a clock was set back; it has run out as well.
    longest = real_now + timedelta(seconds=2 * settings.SMS_LEASE_SECONDS)
    over = Message.objects.filter(
        Q(lease_until__lte=real_now) | Q(lease_until__gt=longest), state=MessageState.CLAIMED
    )
    late = Message.objects.waiting().filter(next_try_at__lte=now, send_before__lte=now)
    refused = Message.objects.due(now).unwanted()
    MessageAttempt.objects.filter(
        message__in=over, outcome="", number=F("message__attempt_number")
    ).update(outcome=MessageState.DOUBT)
    return Swept(
        # A callback named it while its sender was dying: it did go out.
        found=over.exclude(sid="").update(
            state=MessageState.FOUND,
            lease_until=None,
            accepted_at=now,
            check_at=F("claimed_at") + first_check(),
        ),
        # SMTP has no list to be asked: what died under way by e-mail is for staff at once.
        given_up=over.filter(sid="", channel=Channel.EMAIL).update(
            state=MessageState.UNCERTAIN, lease_until=None
        ),
        doubted=over.filter(sid="").update(
            state=MessageState.DOUBT, lease_until=None, look_up_at=first_look_up(real_now)
        ),
        too_late=late.update(state=MessageState.TOO_LATE),
        opted_out=refused.update(
            state=MessageState.WITHDRAWN, withdrawn_at=now, withdrawn_reason=OPTED_OUT
        ),
    )


def has_work(*, now: datetime, real_now: datetime) -> bool:
    """Tell whether a sweep would find something, without taking any lock."""
    texts = Message.objects.order_by()
    claimed = texts.extra(where=[CLAIMED_BY_INDEX])
    longest = real_now + timedelta(seconds=2 * settings.SMS_LEASE_SECONDS)
    return (
        claimed.filter(Q(lease_until__lte=real_now) | Q(lease_until__gt=longest)).exists()
        or texts.waiting().by_index().filter(next_try_at__lte=now, send_before__lte=now).exists()
        or texts.due(now).unwanted().by_index().exists()
    )
