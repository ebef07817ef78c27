"""A workplace closes, opens again, moves house or is split."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.job_changes import OfAnotherCentre
from outreach.actions.relocations import MovesLater, NoNewAddress
from outreach.actions.workers import AlreadyOnTheList, LeavesLater, LeftAlready, LeftBeforeHired
from outreach.actions.workplaces import (
    AlreadyClosed,
    AlreadyRegistered,
    ChangedMeanwhile,
    NotClosed,
    ResidentNumberGiven,
)
from outreach.asker import StaffRequest
from outreach.models import Workplace
from scheduling.actions import closings, site_changes
from scheduling.actions.classes import ClassRefused
from scheduling.forms.site_changes import CloseForm, MoveForm, SplitForm
from scheduling.models import Visit

BOTH = ["GET", "HEAD", "POST"]


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(BOTH)
def workplace_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a closing takes back, ask since when and why, then close."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today, now = clock.today(), clock.now()
    form = CloseForm(request.POST or None, initial={"closed_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            closings.close_site(
                workplace=place,
                closed_date=form.cleaned_data["closed_date"],
                reason=form.cleaned_data["closed_reason"],
                staff=request.user,
                today=today,
                now=now,
            )
        except (closings.ClosesLater, closings.ClosedBeforeRegistered) as reason:
            form.add_error("closed_date", str(reason))
        except (AlreadyClosed, ChangedMeanwhile, ClassRefused) as reason:
            messages.error(request, str(reason))
            return redirect("workplace", pk)
        else:
            messages.success(request, _("The workplace has been closed."))
            return redirect("workplace", pk)
    ahead = closings.still_ahead(workplace=place, now=now)
    kinds = Counter(str(item.get_kind_display()) for item in ahead.due_items)
    page = {
        "workplace": place,
        "form": form,
        "ahead": ahead,
        "kinds": sorted(kinds.items()),
        "texts": ahead.texts.count(),
    }
    return render(request, "scheduling/workplace_close.html", page, status=_status(form))


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(BOTH)
def workplace_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then open a closed workplace again."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    if request.method == "POST":
        try:
            closings.reopen_site(workplace=place, today=clock.today(), now=clock.now())
        except (AlreadyRegistered, ChangedMeanwhile, NotClosed) as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The workplace is open again."))
        return redirect("workplace", pk)
    return render(request, "scheduling/workplace_reopen.html", {"workplace": place})


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(BOTH)
def workplace_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask where it is now; the old address stays in its story."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today = clock.today()
    form = MoveForm(request.POST or None, initial={"moved_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            site_changes.move_site(
                workplace=place,
                **form.cleaned_data,
                staff=request.user,
                today=today,
                now=clock.now(),
            )
        except (AlreadyClosed, ChangedMeanwhile, MovesLater, NoNewAddress) as reason:
            form.add_error("moved_date" if isinstance(reason, MovesLater) else None, str(reason))
        else:
            messages.success(request, _("The new address is on record, the old one in the story."))
            return redirect("workplace", pk)
    ahead = Visit.objects.for_staff(request.user).live().filter(workplace=place)
    page = {
        "workplace": place,
        "form": form,
        "visits": ahead.select_related("team").order_by("starts_at"),
    }
    return render(request, "scheduling/workplace_move.html", page, status=_status(form))


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(BOTH)
def workplace_split(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask who goes to which new workplace."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today = clock.today()
    form = SplitForm(
        request.POST or None, initial={"since": today}, workplace=place, asker=request.user
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            new = site_changes.split_site(
                workplace=place,
                facts={"name": given["name"], "road_address": given["road_address"]},
                workers=list(given["workers"]),
                contacts=list(given["contacts"]),
                since=given["since"],
                today=today,
                now=clock.now(),
            )
        except SPLIT_REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            count = len(given["workers"])
            words = ngettext(
                "The new workplace has %(count)s worker.",
                "The new workplace has %(count)s workers.",
                count,
            )
            messages.success(request, words % {"count": count})
            return redirect("workplace", new.pk)
    page = {"workplace": place, "form": form}
    return render(request, "scheduling/workplace_split.html", page, status=_status(form))


@requires(Permission.BOOK)
@require_POST
def visit_keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a visit stands, also at the new address."""
    visit = get_object_or_404(Visit.objects.for_staff(request.user), pk=pk)
    site_changes.keep_visit(visit=visit)
    messages.success(request, _("The visit stands as it is."))
    return redirect("visit", pk)


def _status(form: CloseForm | MoveForm | SplitForm) -> int:
    return 422 if form.errors else 200


SPLIT_REFUSALS = (
    AlreadyClosed,
    AlreadyOnTheList,
    AlreadyRegistered,
    LeavesLater,
    LeftAlready,
    LeftBeforeHired,
    OfAnotherCentre,
    ResidentNumberGiven,
    site_changes.NothingToSplit,
)
