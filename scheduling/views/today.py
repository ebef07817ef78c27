"""The first page of the day: whom to contact and why, where we go, what went wrong."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.views.sending_alarms import alarms_for
from scheduling.views import today_lists
from scheduling.views.today_calls import first_calls
from scheduling.views.today_figures import figures


@requires(Permission.SIGNED_IN)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show today's work of the person's role; city hall starts with the results."""
    staff = request.user
    if not staff.may(Permission.SEE_TODAY):
        return redirect("results")
    today, now = clock.today(), clock.now()
    page: dict[str, object] = {
        "figures": figures(staff, today, now),
        "alarms": alarms_for(staff),
        "now": now,
    }
    if staff.may(Permission.SEE_WEEK) or staff.may(Permission.SEE_DAY_SHEET):
        page["visit_day"] = today_lists.visits_of(staff, today)
    if staff.may(Permission.RECORD_ATTENDANCE):
        page["unrecorded"] = today_lists.unrecorded(staff, today)
    if staff.may(Permission.SEE_CLASSES):
        page["sees_classes"] = True
        page["classes"] = today_lists.classes_of(staff)
    if staff.may(Permission.ANSWER_FOR_OWNER):
        page["answers_owners"] = True
        page["wishes"] = today_lists.wishes(staff)
        page["first_calls"] = first_calls(staff, today, now)
    return render(request, "scheduling/today.html", page)
