"""Ending the secret address of a text; what still has to be said gets another one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from outreach.actions import links
from outreach.models import Link, Message, Staff, Workplace
from outreach.models.link import LinkQuerySet
from outreach.models.message import UNDER_WAY
from scheduling.actions.kept_times import let_go
from scheduling.models import Offer, Visit

REASON = "LINK_OFF"


def links_of(workplace: Workplace) -> LinkQuerySet:
    """Return the addresses of a workplace and of its workers, the newest first."""
    mine = Q(workplace=workplace) | Q(worker__workplace=workplace)
    return Link.objects.filter(mine, centre=workplace.centre_id).order_by("-created_at", "pk")


@transaction.atomic
def switch_off(*, chosen: Collection[Link], staff: Staff, now: datetime) -> int:
    """End these addresses for good and return how many still opened something."""
    # Always in one order, so that two who switch off do not wait for each other.
    keys = sorted(link.pk for link in chosen)
    rows = Link.objects.select_for_update(of=("self",)).filter(pk__in=keys, revoked_at=None)
    live = [link for link in rows.order_by("pk") if link.is_live(now)]
    for link in live:
        close(link=link, staff=staff, now=now)
    return len(live)


@transaction.atomic
def close(*, link: Link, now: datetime, staff: Staff | None = None) -> Link | None:
    """
    End one address and return the one that stands in its place, if something needs it.

    A visit ahead and texts that still wait get a new address; times that were kept for whoever
    holds the old one are given back, and no text in doubt goes out again with it.
    """
    links.revoke(link=link, staff=staff, now=now)
    texts = Message.objects.filter(link=link)
    texts.filter(state__in=UNDER_WAY).take_back(reason=REASON, at=now)
    for offer in Offer.objects.filter(link=link, moves=None, state=Offer.State.OPEN):
        let_go(offer=offer)
    if link.purpose == Link.Purpose.OFFER:
        texts.take_back(reason=REASON, at=now)
        return None
    visits = Visit.objects.live().filter(link=link, starts_at__gt=now)
    if not (visits.exists() or texts.waiting().exists()):
        return None
    new = links.open_link(
        centre=link.centre,
        purpose=Link.Purpose(link.purpose),
        workplace=link.workplace,
        worker=link.worker,
        expires_at=link.expires_at,
        now=now,
    )
    visits.update(link=new)
    texts.waiting().update(link=new)
    return new
