"""The week's plan: made, looked at, changed, accepted or discarded."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions import plan_stops, plans
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_forecasts import Forecast, forecast
from scheduling.actions.plan_searches import is_searching
from scheduling.actions.plan_weeks import PlanRefused
from scheduling.forms.plans import AcceptForm, PlanStopForm, WeekForm
from scheduling.models import Plan, PlanStop, Team
from scheduling.views.plan_rows import plan_days, services_of
from scheduling.views.plan_searches import gain
from scheduling.views.plan_words import left_out


@requires(Permission.BOOK)
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """Propose a week and lead to the proposal."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    monday = WeekForm(request.POST).monday(clock.today())
    try:
        made = plans.make_plan(
            centre=centre, week_start=monday, staff=request.user, now=clock.now()
        )
    except PlanRefused as reason:
        messages.error(request, str(reason))
        return redirect(f"{reverse('week')}?week={monday.isoformat()}")
    return redirect("plan", made.pk)


@requires(Permission.BOOK)
@require_safe
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a plan and what accepting it will do."""
    found = _plan(request, pk)
    page = {
        "plan": found,
        "is_open": found.state == Plan.State.PROPOSED,
        "is_searching": is_searching(found, now=clock.now()),
        "gain": gain(found),
        "days": plan_days(found),
        "left_out": left_out(found, request.user),
        "expected": forecast(plan=found, now=clock.now()),
    }
    return render(request, "scheduling/plan.html", page)


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what will happen, then book the whole plan."""
    found = _plan(request, pk)
    expected = forecast(plan=found, now=clock.now())
    if request.method != "POST":
        form = AcceptForm(initial={"version": found.version})
        page = {"plan": found, "expected": expected, "form": form}
        return render(request, "scheduling/plan_accept.html", page)
    form = AcceptForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        visits = plans.accept_plan(plan=found, staff=request.user, now=clock.now(), version=version)
    except plans.PlanOutdated as reason:
        messages.error(request, str(reason))
        return redirect(f"{reverse('plan', args=[pk])}#stop-{reason.stop.pk}")
    except PlanRefused as reason:
        messages.error(request, str(reason))
        return redirect("plan", pk)
    _say_booked(request, len(visits), expected)
    return redirect("plan", pk)


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then lay a plan aside."""
    found = _plan(request, pk)
    if request.method != "POST":
        return render(request, "scheduling/plan_discard.html", {"plan": found})
    try:
        plans.discard_plan(plan=found)
    except PlanRefused as reason:
        messages.error(request, str(reason))
        return redirect("plan", pk)
    messages.success(request, _("The plan is discarded; nothing was booked."))
    return redirect(f"{reverse('week')}?week={found.week_start_date.isoformat()}")


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one stop of a proposal, leave it out or take it in again."""
    mine = PlanStop.objects.for_staff(request.user)
    found = get_object_or_404(
        mine.select_related("plan__centre", "workplace", "team").prefetch_related("due_items"),
        pk=pk,
    )
    asked = request.POST.get("is_kept", "") if request.method == "POST" else ""
    if asked in {"yes", "no"}:
        return _keep(request, found, is_kept=asked == "yes")
    starts = timezone.localtime(found.starts_at)
    form = PlanStopForm(
        request.POST or None,
        teams=Team.objects.for_staff(request.user).order_by("name"),
        initial={
            "team": found.team,
            "date": starts.date(),
            "time": starts.time(),
            "minutes": int((found.ends_at - found.starts_at).total_seconds() // 60),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            plan_stops.move_stop(
                stop=found,
                team=form.cleaned_data["team"],
                starts_at=form.starts_at,
                minutes=form.cleaned_data["minutes"],
                now=clock.now(),
            )
        except (PlanRefused, VisitRefused) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The stop is changed."))
            return _back(found)
    page = {"stop": found, "form": form, "services": services_of(found.due_items.all())}
    status = 422 if form.errors else 200
    return render(request, "scheduling/plan_stop.html", page, status=status)


def _keep(request: StaffRequest, found: PlanStop, *, is_kept: bool) -> HttpResponse:
    try:
        if is_kept:
            plan_stops.keep_stop(stop=found)
        else:
            plan_stops.drop_stop(stop=found)
    except PlanRefused as reason:
        messages.error(request, str(reason))
    return _back(found)


def _back(found: PlanStop) -> HttpResponse:
    return redirect(f"{reverse('plan', args=[found.plan_id])}#stop-{found.pk}")


def _plan(request: StaffRequest, pk: int) -> Plan:
    mine = Plan.objects.for_staff(request.user).select_related("centre", "made_by")
    return get_object_or_404(mine, pk=pk)


def _say_booked(request: StaffRequest, visits: int, expected: Forecast) -> None:
    said = ngettext("%(count)s visit is booked.", "%(count)s visits are booked.", visits)
    messages.success(request, said % {"count": visits})
    if expected.to_call:
        said = ngettext(
            "%(count)s workplace has to be telephoned.",
            "%(count)s workplaces have to be telephoned.",
            expected.to_call,
        )
        messages.warning(request, said % {"count": expected.to_call})
