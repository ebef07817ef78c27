"""Who may be sent advertising (정보통신망법 제50조)."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.models import Consent, Contact, Worker

HOLDS_FOR = timedelta(days=2 * 365)  # then the person is asked again (제50조제8항)


def may_advertise(*, contact: Contact | None, worker: Worker | None, now: datetime) -> bool:
    """Tell whether the person has agreed to advertising by text, not longer ago than two years."""
    given = Consent.objects.standing().filter(
        purpose=Consent.Purpose.ADVERTISING, recorded_at__gt=now - HOLDS_FOR
    )
    if contact is not None:
        return given.filter(contact=contact).exists()
    return worker is not None and given.filter(worker=worker).exists()
