from __future__ import annotations

from datetime import datetime

from django.db import transaction

from outreach.models import AccessEntry, Staff


@transaction.atomic
def note(
    *,
    staff: Staff,
    deed: AccessEntry.Deed,
    subject: str,
    subject_id: int,
    from_address: str | None,
    now: datetime,
) -> AccessEntry:
    """Write down who saw or changed whose sensitive data (안전성 확보조치 기준 제8조)."""
    return AccessEntry.objects.create(
        staff=staff,
        deed=deed,
        subject=subject,
        subject_id=subject_id,
        from_address=from_address or None,
        made_at=now,
    )
