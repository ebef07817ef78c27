from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Link, Staff, Worker, Workplace
from outreach.rules import tokens

# A visit's link ends a day after the appointment, which only its caller knows.
LIFE = {
    Link.Purpose.OWNER: timedelta(days=90),
    Link.Purpose.CERTIFICATE: timedelta(days=3 * 365 + 1),
}
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


class LinkNotFound(Exception):
    """No live link has this token; whether there ever was one is not said."""

    def __init__(self) -> None:
        super().__init__(_("This link has expired or is not complete."))


class WrongAnswer(Exception):
    """The second check was answered wrongly."""

    def __init__(self) -> None:
        super().__init__(_("That does not match. Please check it and try again."))


class Locked(Exception):
    """Too many wrong answers; nobody is shut out for good."""

    def __init__(self) -> None:
        super().__init__(_("Too many tries. Please try again in 15 minutes."))


class AlreadyRevoked(Exception):
    """The link was taken back before."""

    def __init__(self) -> None:
        super().__init__(_("This link was already taken back."))


@transaction.atomic
def open_link(
    *,
    centre: Centre,
    purpose: Link.Purpose,
    expires_at: datetime | None = None,
    now: datetime,
    workplace: Workplace | None = None,
    worker: Worker | None = None,
) -> Link:
    """Make a secret address for a workplace or a worker; its token is kept nowhere."""
    if expires_at is None:
        expires_at = now + LIFE[purpose]
    link = Link(
        id=uuid.uuid4(),
        centre=centre,
        purpose=purpose,
        workplace=workplace,
        worker=worker,
        created_at=now,
        expires_at=expires_at,
    )
    link.token_digest = tokens.digest(token_of(link))
    link.save(force_insert=True)
    return link


@transaction.atomic
def owner_link(*, workplace: Workplace, now: datetime) -> Link:
    """Return the link of an owner's own page; each text that carries it renews its 90 days."""
    mine = Link.objects.filter(workplace=workplace, purpose=Link.Purpose.OWNER, revoked_at=None)
    link = mine.filter(expires_at__gt=now).order_by("-expires_at").first()
    if link is None:
        return open_link(
            centre=workplace.centre, purpose=Link.Purpose.OWNER, workplace=workplace, now=now
        )
    link.expires_at = max(link.expires_at, now + LIFE[Link.Purpose.OWNER])
    link.save(update_fields=["expires_at"])
    return link


def token_of(link: Link) -> str:
    """Work the secret part of the address out from LINK_KEY and the row's id."""
    return tokens.make_token(key=settings.LINK_KEY, purpose=link.purpose, identifier=str(link.pk))


def url_of(link: Link) -> str:
    """Return the address as it stands in a text."""
    room = "c" if link.purpose == Link.Purpose.CERTIFICATE else "o"
    return f"{settings.PUBLIC_URL}/{room}/{token_of(link)}/"


def find(*, token: str, purposes: Collection[Link.Purpose], now: datetime) -> Link:
    """
    Return the live link of a token.

    :raises LinkNotFound: none, of another purpose, run out or taken back
    """
    link = None
    if tokens.looks_like_token(token):
        link = (
            Link.objects.select_related("centre", "workplace", "worker__workplace")
            .filter(token_digest=tokens.digest(token), purpose__in=purposes)
            .first()
        )
    if link is None or not link.is_live(now):
        raise LinkNotFound
    return link


def switched_off(*, token: str, purposes: Collection[Link.Purpose]) -> Link | None:
    """Return the link of a token that staff have switched off: its holder may read whose it was."""
    if not tokens.looks_like_token(token):
        return None
    ended = Link.objects.select_related("centre").exclude(revoked_by=None)
    return ended.filter(token_digest=tokens.digest(token), purpose__in=purposes).first()


def check_again(*, link: Link, given: str, expected: str, now: datetime) -> None:
    """
    Compare the answer of the second check, at most five times in fifteen minutes.

    Must not run inside a transaction: a refusal would take the count of tries back with it.

    :raises Locked: no try is left; the answer was not looked at
    :raises WrongAnswer: this try was spent
    """
    _take_a_try(link=link, now=now)
    if not (expected and tokens.same(given, expected)):
        raise WrongAnswer
    Link.objects.filter(pk=link.pk).update(failed_checks=0, locked_until=None)


@transaction.atomic(durable=True)
def _take_a_try(*, link: Link, now: datetime) -> None:
    """Count one try before it is judged, in one statement, so that none is shared."""
    lock_is_over = Q(locked_until__lte=now)
    taken = Link.objects.filter(Q(locked_until=None) | lock_is_over, pk=link.pk).update(
        failed_checks=Case(When(lock_is_over, then=Value(1)), default=F("failed_checks") + 1),
        locked_until=Case(
            When(Q(locked_until=None, failed_checks__gte=TRIES - 1), then=Value(now + LOCKED_FOR)),
            default=Value(None),
        ),
    )
    if taken != 1:
        raise Locked


@transaction.atomic
def revoke(*, link: Link, now: datetime, staff: Staff | None = None) -> None:
    """
    Take a link back for good; `staff` is who switched it off, none where it ended by itself.

    :raises AlreadyRevoked: it was taken back before
    """
    live = Link.objects.filter(pk=link.pk, revoked_at=None)
    if not live.update(revoked_at=now, revoked_by=staff):
        raise AlreadyRevoked
    link.revoked_at, link.revoked_by = now, staff
