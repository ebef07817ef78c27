"""A visit that cannot wait, and a cancelled one that makes a place free."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Workplace
from scheduling.actions import cancellations, drafts, reminders, urgent_visits
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.actions.reservations import AlreadyTaken
from scheduling.forms.replans import InsteadForm, UrgentForm
from scheduling.models import Visit
from scheduling.views.plan_rows import services_of
from scheduling.views.replan_words import described


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose when an urgent visit can be and who makes room, and do it once somebody says so."""
    place = get_object_or_404(
        Workplace.objects.for_staff(request.user).open().select_related("centre"), pk=pk
    )
    items = list(plannable(centre=place.centre).filter(workplace=place).order_by("due_date", "pk"))
    minutes = stop_minutes(workplace=place, due_items=items)
    sent = request.POST if request.method == "POST" else request.GET
    form = UrgentForm(
        sent if "until" in sent else None, today=clock.today(), initial={"minutes": minutes}
    )
    refusal, found = "", None
    if items and form.is_valid():
        minutes, until = form.cleaned_data["minutes"], form.cleaned_data["until"]
        now = clock.now()
        try:
            if request.method == "POST":
                booked = urgent_visits.apply(
                    workplace=place, due_items=items, minutes=minutes, until=until,
                    seen=request.POST.get("seen", ""), staff=request.user, now=now,
                )  # fmt: skip
                messages.success(request, _("The visit is booked."))
                return redirect("visit", booked.pk)
        except (VisitRefused, AlreadyTaken) as reason:
            refusal = str(reason)
        try:
            found = urgent_visits.propose(
                workplace=place, due_items=items, minutes=minutes, until=until, now=now
            )
        except VisitRefused as reason:
            refusal = refusal or str(reason)
    page = {
        "workplace": place,
        "services": services_of(items),
        "items": items,
        "form": form,
        "found": found,
        "moves": described(found.moves, request.user) if found else [],
        "refits": found.refits if found else (),
        "drafts": drafts.drafts_of_booking(workplace=place, starts_at=found.time.starts_at)
        if found
        else [],
        "refusal": refusal,
    }
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "scheduling/visit_urgent.html", page, status=status)


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def instead(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who could be visited in a visit's place; book that one, and cancel it if it still is."""
    found = get_object_or_404(
        Visit.objects.for_staff(request.user).select_related(
            "workplace__centre", "team", "centre", "link"
        ),
        pk=pk,
    )
    is_gap = cancellations.leaves_gap(visit=found, now=clock.now())
    if not found.is_live and not is_gap:
        return redirect("visit", pk)
    version = found.version
    form = InsteadForm(
        request.POST if request.method == "POST" else None, initial={"version": version}
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            booked = cancellations.apply(
                visit=form.seen(found),
                reason=form.cleaned_data["reason"],
                instead=form.cleaned_data["instead"],
                seen=form.cleaned_data["at"],
                staff=request.user,
                now=clock.now(),
            )
        except (VisitRefused, AlreadyTaken) as reason:
            refusal, found.version = str(reason), version
        else:
            if not is_gap:
                messages.success(request, _("The visit is cancelled."))
            if booked is not None:
                messages.success(request, _("The visit is booked."))
            return redirect("visit", booked.pk if booked else pk)
    rows = cancellations.propose(visit=found, now=clock.now())
    page = {
        "visit": found,
        "form": form,
        "rows": [(row, services_of(row.candidate.due_items)) for row in rows],
        "drafts": [
            drafts.draft(visit=found, contact=contact, event="CANCELLED", starts_at=found.starts_at)
            for contact in reminders.who_knows(visit=found)
            if not is_gap
        ],
        "is_gap": is_gap,
        "others": Visit.objects.for_staff(request.user)
        .live()
        .on(timezone.localdate(found.starts_at))
        .filter(team=found.team)
        .exclude(pk=pk)
        .count(),
        "refusal": refusal,
    }
    return render(request, "scheduling/visit_instead.html", page, status=409 if refusal else 200)
