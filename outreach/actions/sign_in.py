"""What a sign-in leaves behind: the end of a lock-out, a password of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Max

from outreach.models import Staff


def locked_until(
    *, username: str, ip_address: str | None, lock: timedelta, now: datetime
) -> datetime:
    """Return when a name that was guessed at too often may be tried again from that address."""
    last = AccessAttempt.objects.filter(username=username, ip_address=ip_address).aggregate(
        at=Max("attempt_time")
    )["at"]
    return (last or now) + lock


@transaction.atomic
def choose_password(*, staff: Staff, password: str) -> None:
    """Give somebody the password of their own choice; the given one opens nothing any more."""
    staff.set_password(password)
    staff.password_is_initial = False
    staff.save(update_fields=["password", "password_is_initial"])
