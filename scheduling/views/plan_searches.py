"""The search for a better plan: how far it is, and stopping it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions import plan_searches
from scheduling.actions.plan_weeks import PlanRefused
from scheduling.models import Plan


@dataclass(frozen=True)
class Gain:
    """What the search has made of the first plan; more visits, less driving."""

    visits: int
    travel: int
    more_visits: int
    less_travel: int


@requires(Permission.BOOK)
@require_safe
def search(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how far the search is; once it is over, lead to the plan."""
    plan = get_object_or_404(Plan.objects.for_staff(request.user), pk=pk)
    address = reverse("plan", args=[pk])
    if request.htmx and plan_searches.is_searching(plan, now=clock.now()):
        return render(request, "scheduling/_plan_search.html", {"plan": plan})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@requires(Permission.BOOK)
@require_POST
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the best plan there is by now."""
    plan = get_object_or_404(Plan.objects.for_staff(request.user), pk=pk)
    try:
        plan_searches.stop_search(plan=plan, now=clock.now())
    except PlanRefused as reason:
        messages.info(request, str(reason))
    return redirect("plan", pk)


def gain(plan: Plan) -> Gain | None:
    """Return what the search brought, if it is over and the plan is still as it left it."""
    first, best = plan.figures.get("first"), plan.figures.get("best")
    if not first or not best:
        return None
    return Gain(
        visits=best["visits"],
        travel=best["travel"],
        more_visits=max(0, best["visits"] - first["visits"]),
        less_travel=max(0, first["travel"] - best["travel"]),
    )
