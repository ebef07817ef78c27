"""Secret calendar addresses of teams, and the entries that they show."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from outreach.models import Staff
from outreach.rules import tokens
from scheduling.calendars import event_bytes
from scheduling.models import CalendarEvent, CalendarFeed, Team, Visit


class FeedNotFound(Exception):
    """No live feed has this address: never made, replaced, revoked, or its maker has left."""


@transaction.atomic
def write_event(*, visit: Visit, now: datetime) -> None:
    """Write the visit's calendar entry anew, in the feed of the team that goes."""
    body = event_bytes(visit, written_at=now)
    CalendarEvent.objects.update_or_create(
        visit=visit, defaults={"team": visit.team, "body": body, "written_at": now}
    )


@transaction.atomic
def open_feed(*, team: Team, staff: Staff, now: datetime) -> tuple[CalendarFeed, str]:
    """Open a team's feed at a new secret address, which is returned once and never stored."""
    Team.objects.select_for_update().get(pk=team.pk)
    team.feeds.filter(revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(tokens.TOKEN_BYTES)
    feed = CalendarFeed.objects.create(
        team=team, token_digest=tokens.digest(token), created_at=now, created_by=staff
    )
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, now: datetime) -> None:
    """
    Close a feed for good.

    :raises FeedNotFound: it was closed before
    """
    if not CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
        raise FeedNotFound


def find_feed(*, token: str) -> CalendarFeed:
    """
    Return the live feed behind a secret address.

    :raises FeedNotFound: there is none
    """
    if not tokens.looks_like_token(token):
        raise FeedNotFound
    feed = (
        CalendarFeed.objects.filter(
            token_digest=tokens.digest(token), revoked_at=None, created_by__is_active=True
        )
        .select_related("team")
        .first()
    )
    if feed is None:
        raise FeedNotFound
    return feed
