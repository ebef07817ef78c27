from __future__ import annotations

from collections.abc import Mapping
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
    reason: str = "",
    row_count: int | None = None,
    query: Mapping[str, object] | None = None,
) -> AccessEntry:
    """
    Write down who saw or changed whose sensitive data (안전성 확보조치 기준 제8조).

    Of a list that is taken out: why, how many rows, and by which filter.
    """
    return AccessEntry.objects.create(
        staff=staff,
        deed=deed,
        subject=subject,
        subject_id=subject_id,
        from_address=from_address or None,
        made_at=now,
        reason=reason,
        row_count=row_count,
        query=query,
    )
