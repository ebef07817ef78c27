"""One-time keys of forms: however often a form is sent, it has one effect."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from outreach.models import FormKey
from outreach.rules import tokens

KEPT = timedelta(days=7)


class SentAlready(Exception):
    """This very form has been sent before; what it did is done."""


def new_key() -> str:
    """Return a key for a form that is shown; nothing is written before it is sent."""
    return secrets.token_urlsafe(16)


@transaction.atomic
def use(*, key: str, now: datetime) -> None:
    """
    Spend the key of a form, in the transaction of what the form does.

    A form without a key is taken for a new one: the state of things still guards it.

    :raises SentAlready: it was spent before
    """
    if not key:
        return
    _row, is_new = FormKey.objects.get_or_create(
        digest=tokens.digest(key), defaults={"used_at": now}
    )
    if not is_new:
        raise SentAlready


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Forget keys of forms that nobody has open any more; return how many."""
    deleted, _rows = FormKey.objects.filter(used_at__lt=now - KEPT).delete()
    return deleted
