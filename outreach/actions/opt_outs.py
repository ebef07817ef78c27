from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Message, OptOut
from outreach.rules import tokens

REASON = "OPTED_OUT"


class NotOptedOut(Exception):
    """The number never refused texts."""

    def __init__(self) -> None:
        super().__init__(_("This number has not refused texts."))


def digest_of(phone: str) -> str:
    """Return the keyed hash of a number (E.164) by which it is known here."""
    return tokens.digest(
        tokens.make_token(key=settings.LINK_KEY, purpose="phone", identifier=phone)
    )


def is_opted_out(phone: str) -> bool:
    """Tell whether the number wants no texts."""
    return OptOut.objects.filter(phone_digest=digest_of(phone)).exists()


@transaction.atomic
def opt_out(*, phone: str, now: datetime) -> OptOut:
    """Send this number nothing more, and withdraw what still waits for it; twice is once."""
    row, _made = OptOut.objects.get_or_create(
        phone_digest=digest_of(phone), defaults={"since": now}
    )
    Message.objects.filter(phone_digest=row.phone_digest).take_back(reason=REASON, at=now)
    return row


@transaction.atomic
def opt_in(*, phone: str) -> None:
    """
    Text this number again, because its holder asked for it.

    :raises NotOptedOut: it never refused
    """
    deleted, _by_model = OptOut.objects.filter(phone_digest=digest_of(phone)).delete()
    if not deleted:
        raise NotOptedOut
