"""Does texting help? Workplaces that get texts beside those that are only called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import ContactAttempt
from scheduling.actions.mass_offers import held_out_percent
from scheduling.models import Offer, Visit
from scheduling.rules.call_ranking import is_held_out

LOOKED_BACK = timedelta(days=180)
WITHIN = timedelta(days=30)
FEWEST = 30  # in either group: below, the difference says nothing


@dataclass
class Group:
    """Workplaces that were contacted in one way, and how many of them got a visit."""

    is_held_out: bool
    contacted: int = 0
    booked: int = 0

    @property
    def percent(self) -> int | None:
        """The share that booked within thirty days."""
        return round(100 * self.booked / self.contacted) if self.contacted else None


@requires(Permission.MANAGE_CENTRE)
@require_safe
def due_compare(request: StaffRequest) -> HttpResponse:
    """Count who was contacted, and who booked a visit within thirty days, in both groups."""
    percent = held_out_percent(request.user.centre_id)
    groups = {flag: Group(flag) for flag in (False, True)}
    since = clock.now() - LOOKED_BACK
    booked = _booked(request)
    for place, day in _contacted(request, since.date()).items():
        group = groups[is_held_out(place, percent=percent)]
        group.contacted += 1
        group.booked += any(day <= one <= day + WITHIN for one in booked.get(place, ()))
    page = {
        "groups": [groups[False], groups[True]],
        "percent": percent,
        "is_enough": all(group.contacted >= FEWEST for group in groups.values()),
        "fewest": FEWEST,
    }
    return render(request, "scheduling/due_compare.html", page)


def _contacted(request: StaffRequest, since: date) -> dict[int, date]:
    """Return the first contact of each workplace: a call, or times offered by text."""
    calls = ContactAttempt.objects.for_staff(request.user).filter(made_at__date__gte=since)
    offers = Offer.objects.for_staff(request.user).filter(made_at__date__gte=since)
    first: dict[int, date] = {}
    for rows in (calls, offers.filter(made_by__isnull=False)):
        found = rows.order_by().values_list("workplace").annotate(Min("made_at"))
        for place, moment in found:
            day = timezone.localtime(moment).date()
            first[place] = min(first.get(place, day), day)
    return first


def _booked(request: StaffRequest) -> dict[int, list[date]]:
    rows = Visit.objects.for_staff(request.user).exclude(state=Visit.State.CANCELLED)
    found: dict[int, list[date]] = {}
    for place, moment in rows.order_by().values_list("workplace_id", "booked_at"):
        found.setdefault(place, []).append(timezone.localtime(moment).date())
    return found
