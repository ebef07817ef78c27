"""A telephone call to a workplace: what came of it, in one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.calls import record_call
from outreach.asker import StaffRequest
from outreach.models import ContactAttempt, Workplace

Outcome = ContactAttempt.Outcome


@requires(Permission.ANSWER_FOR_OWNER)
def call_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Show whom to call and the possible outcomes; remember the one that was clicked."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        if outcome not in Outcome.values:
            messages.error(request, _("Please choose what came of the call."))
            return redirect("call-record", workplace.pk)
        record_call(workplace=workplace, outcome=outcome, staff=request.user, now=clock.now())
        messages.success(request, _("The call has been recorded."))
        if outcome == Outcome.GOT_MOBILE and request.user.may(Permission.EDIT_WORKPLACES):
            return redirect("contact-new", workplace.pk)
        page = _way_back(request)
        return redirect(page) if page else redirect("workplace", workplace.pk)
    context = {
        "workplace": workplace,
        "contacts": workplace.contacts.filter(left_date=None).order_by("-is_primary", "pk"),
        "calls": workplace.contact_attempts.select_related("staff").order_by("-made_at")[:10],
        "outcomes": Outcome.choices,
    }
    return render(request, "outreach/call_record.html", context)


def _way_back(request: StaffRequest) -> str | None:
    """Return the page the click came from, if it is one of ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else None
