"""What an owner says by the page of a text: not this time, not me, no more texts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from outreach.actions import links, replies
from outreach.models import Link, Reply, Workplace
from scheduling.actions.kept_times import let_go
from scheduling.actions.visits import VisitHasBegun, cancel_visit, lock_live_visit
from scheduling.models import Offer, OwnerAnswer, Visit


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
        _close(link, now)
    return reply


def _close(link: Link, now: datetime) -> None:
    links.revoke(link=link, now=now)
    for visit in Visit.objects.live().filter(link=link).select_related("workplace__centre"):
        visit.link = links.open_link(
            centre=visit.workplace.centre,
            purpose=Link.Purpose(link.purpose),
            workplace=visit.workplace,
            expires_at=link.expires_at,
            now=now,
        )
        visit.save(update_fields=["link"])
    for offer in Offer.objects.filter(link=link, moves=None, state=Offer.State.OPEN):
        let_go(offer=offer)
