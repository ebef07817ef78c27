"""What the texts cost, and how fast and surely they went: counted from the outbox itself."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.sending_figures import sending_figures
from outreach.asker import StaffRequest
from outreach.message_words import message_kind
from outreach.models import Centre, Message

PERIODS = (1, 7, 30, 366)
DEFAULT = 7
PROMISED = 95  # per cent within ten seconds


@requires(Permission.SEE_MESSAGES)
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """Show a period in figures; each leads to its rows."""
    centre = get_object_or_404(Centre, pk=request.user.centre_id)
    wished = request.GET.get("days", "")
    days = int(wished) if wished.isdecimal() and int(wished) in PERIODS else DEFAULT
    now = clock.now()
    found = sending_figures(centre=centre, since=now - timedelta(days=days), now=now)
    page = {
        "days": days,
        "periods": [(number, _period(number)) for number in PERIODS],
        "found": found,
        "promised": PROMISED,
        "keeps": found.in_time_share is None or found.in_time_share >= PROMISED,
        "attention": f"{reverse('message-list')}?tab=attention",
        "open": Message.objects.for_staff(request.user).needing_staff().count(),
        "kinds": [(message_kind(one.template), one) for one in found.kinds],
    }
    return render(request, "outreach/sending_figures.html", page)


def _period(days: int) -> str:
    names = {1: _("the last day"), 7: _("the last 7 days"), 30: _("the last 30 days")}
    return names.get(days, _("a year"))
