"""Several workplaces of the due list at once: offer times by text, or put off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.calls import HealthWordsGiven
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.asker import StaffRequest
from safety.actions.due_decisions import NoReasonGiven, PutOffOnAWrongDay
from safety.models import DueItem
from scheduling.actions.due_bulk import TooManyOffered, offer_to_all, put_all_off
from scheduling.forms.due_decisions import PutOffForm

ABOUT_REASON = (HealthWordsGiven, ResidentNumberGiven, NoReasonGiven)


@requires(Permission.BOOK)
@require_POST
def due_bulk(request: StaffRequest) -> HttpResponse:
    """Ask once more with the whole list in sight, then do it for all that were ticked."""
    items = _chosen(request)
    if not items:
        messages.error(request, _("Please tick at least one workplace."))
        return redirect("due-list")
    if request.POST.get("do") == "offer":
        return _offer(request, items)
    return _put_off(request, items)


def _offer(request: StaffRequest, items: list[DueItem]) -> HttpResponse:
    told = None
    if request.POST.get("sure"):
        try:
            told = offer_to_all(items=items, staff=request.user, now=clock.now())
        except TooManyOffered as reason:
            messages.error(request, str(reason))
    page = {"items": items, "told": told, "do": "offer"}
    return render(request, "scheduling/due_bulk.html", page)


def _put_off(request: StaffRequest, items: list[DueItem]) -> HttpResponse:
    form = PutOffForm(request.POST if request.POST.get("sure") else None)
    if form.is_bound and form.is_valid():
        try:
            count = put_all_off(
                items=items,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                staff=request.user,
                today=clock.today(),
                now=clock.now(),
            )
        except ABOUT_REASON as reason:
            form.add_error("reason", str(reason))
        except PutOffOnAWrongDay as reason:
            form.add_error("until", str(reason))
        else:
            said = ngettext("%(count)s item is put off.", "%(count)s items are put off.", count)
            messages.success(request, said % {"count": count})
            return redirect("due-list")
    page = {"items": items, "form": form, "do": "put_off"}
    status = 422 if form.errors else 200
    return render(request, "scheduling/due_bulk.html", page, status=status)


def _chosen(request: StaffRequest) -> list[DueItem]:
    keys = [
        int(key)
        for value in request.POST.getlist("items")
        for key in value.split(",")
        if key.isdecimal() and len(key) < 19
    ]
    items = DueItem.objects.for_staff(request.user).standing(clock.today()).filter(pk__in=keys)
    chosen = items.select_related("workplace__centre", "worker")
    return list(chosen.order_by("workplace__name", "workplace_id", "due_date", "pk"))
