"""The door of the demo: one click to see the product as each kind of person does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from outreach.access import Role, public
from outreach.models import Staff
from outreach.views.sign_in import first_page

DEEDS = {
    Role.COORDINATOR: _("Sees whom to contact today, plans the week and answers the owners."),
    Role.CLINICIAN: _("Goes to the workshops, gives advice and records exams and findings."),
    Role.INSTRUCTOR: _("Holds safety classes, calls the roll and issues certificates."),
    Role.FINANCE: _("Checks applications and claims the costs of exams."),
    Role.DRIVER: _("Drives the team: places, parking and head counts, nobody's data."),
    Role.VIEWER: _("Looks on: lists and figures, with names masked."),
    Role.ADMINISTRATOR: _("Looks after the centre's accounts, and does all a coordinator does."),
    Role.CITY: _("Compares results with the city's plan: figures only, no people."),
}


def _demo_staff() -> dict[str, Staff]:
    """Return the first open account of each role."""
    everybody = Staff.objects.filter(is_active=True).select_related("centre").order_by("-pk")
    return {staff.role: staff for staff in everybody}


def _where_to(request: HttpRequest, wanted: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted != "/" else ""


@public
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Offer one click per role; only in the demo."""
    if not settings.DEMO:
        raise Http404
    people = _demo_staff()
    roles = [
        {"role": role, "deed": deed, "staff": people[role]}
        for role, deed in DEEDS.items()
        if role in people
    ]
    wanted = _where_to(request, request.GET.get("next", ""))
    return render(request, "outreach/demo.html", {"roles": roles, "wanted": wanted})


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo's person of the role; only in the demo."""
    staff = _demo_staff().get(request.POST.get("role", "")) if settings.DEMO else None
    if staff is None:
        raise Http404
    login(request, staff, backend=f"{ModelBackend.__module__}.{ModelBackend.__qualname__}")
    return redirect(_where_to(request, request.POST.get("next", "")) or first_page(staff))
