"""What an owner says by the page of a text: not this time, not me, no more texts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from outreach.actions import replies
from outreach.models import Link, Reply, Workplace
from scheduling.actions.owner_links import close
from scheduling.actions.visits import VisitHasBegun, cancel_visit, lock_live_visit
from scheduling.models import OwnerAnswer, Visit


@transaction.atomic
def cancel_by_owner(*, visit: Visit, reason: str, now: datetime) -> OwnerAnswer:
    """
    Cancel a visit for its owner, and let staff know why.

    :raises VisitRefused: it has changed, is over or has begun
    """
    if lock_live_visit(visit).starts_at <= now:
        raise VisitHasBegun
    cancelled = cancel_visit(visit=visit, reason=reason, staff=None, now=now)
    return OwnerAnswer.objects.create(
        visit=cancelled,
        visit_version=cancelled.version,
        answer=OwnerAnswer.Answer.CANCELLED,
        wish=reason,
        answered_at=now,
    )


@transaction.atomic
def not_me(*, link: Link, workplace: Workplace, phone: str, now: datetime) -> Reply:
    """
    Take a number off a workplace that is not its holder's.

    A link that only they have opens nothing any more; the visit gets another for the next text.
    """
    is_theirs_alone = replies.numbers_of(link) == [phone]
    reply = replies.not_me(link=link, workplace=workplace, phone=phone, now=now)
    if is_theirs_alone and link.is_live(now):
        close(link=link, now=now)
    return reply
