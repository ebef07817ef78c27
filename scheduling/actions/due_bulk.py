"""Deciding for many workplaces at once: put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from outreach.models import Staff
from safety.actions.due_decisions import NotOpen, put_off
from safety.models import DueItem


@transaction.atomic
def put_all_off(
    *,
    items: Collection[DueItem],
    until: date,
    reason: str,
    staff: Staff,
    today: date,
    now: datetime,
) -> int:
    """
    Put items off together, or none of them; those that closed meanwhile are left alone.

    :raises PutOffOnAWrongDay, NoReasonGiven, HealthWordsGiven, ResidentNumberGiven: as `put_off`
    """
    done = 0
    for item in items:
        try:
            put_off(item=item, until=until, reason=reason, staff=staff, today=today, now=now)
        except NotOpen:
            continue
        done += 1
    return done
