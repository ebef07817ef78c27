"""The days on which the centre is closed: those of everybody, of the city, and its own."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import ClosedDay
from outreach.rules.workdays import named_holidays
from scheduling.actions import closed_days
from scheduling.forms.closed_days import ClosedDayForm

AHEAD = timedelta(days=366)


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def closed_day_list(request: StaffRequest) -> HttpResponse:
    """List the days off of the coming year, and add one of the centre's own."""
    centre, today = request.user.centre, clock.today()
    if centre is None:
        raise PermissionDenied
    form = ClosedDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closed_days.close_day(centre=centre, today=today, **form.cleaned_data)
        except closed_days.ClosedDayRefused as reason:
            form.add_error("day", str(reason))
        else:
            messages.success(request, _("The centre is closed on that day."))
            return redirect("closed-day-list")
    all_days = ClosedDay.objects.for_staff(request.user) | ClosedDay.objects.filter(centre=None)
    ahead = all_days.filter(date__gte=today).order_by("date")
    page = {
        "form": form,
        "own": ahead.filter(centre=centre),
        "rows": sorted(
            [
                *((row.date, row.name, _("all centres")) for row in ahead.filter(centre=None)),
                *(
                    (day, name, _("public holiday"))
                    for day, name in named_holidays(today, today + AHEAD)
                ),
            ]
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "scheduling/closed_day_list.html", page, status=status)


@requires(Permission.MANAGE_CENTRE)
@require_POST
def closed_day_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the centre work on a day again."""
    found = get_object_or_404(ClosedDay.objects.for_staff(request.user), pk=pk)
    closed_days.open_day(closed_day=found)
    messages.success(request, _("The centre works on that day again. Give the shifts anew."))
    return redirect("closed-day-list")
