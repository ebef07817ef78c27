"""Locking a visit where it is, and letting it be moved again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Staff
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.visits import lock_live_visit
from scheduling.models import Visit, VisitLock


class AlreadySo(VisitRefused):
    words = _("Somebody has done this already.")


@transaction.atomic
def set_lock(*, visit: Visit, is_locked: bool, staff: Staff | None, now: datetime) -> None:
    """
    Keep a visit where it is, or let it be moved although its owner has confirmed it.

    It holds until the visit moves; an owner who confirms anew locks it again.

    :raises VisitRefused: the visit has changed, is over, or is so already
    """
    visit = lock_live_visit(visit)
    if visit.is_held == is_locked:
        raise AlreadySo
    VisitLock.objects.update_or_create(
        visit=visit, defaults={"is_locked": is_locked, "set_by": staff, "set_at": now}
    )
