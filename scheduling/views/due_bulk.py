"""Several workplaces of the due list at once: put off."""

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
from scheduling.actions.due_bulk import put_all_off
from scheduling.forms.due_decisions import PutOffForm

ABOUT_REASON = (HealthWordsGiven, ResidentNumberGiven, NoReasonGiven)


@requires(Permission.BOOK)
@require_POST
def due_bulk(request: StaffRequest) -> HttpResponse:
    """Ask once more with the whole list in sight, then put off all that were ticked."""
    items = chosen_items(request)
    if not items:
        messages.error(request, _("Please tick at least one workplace."))
        return redirect("due-list")
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
    status = 422 if form.errors else 200
    page = {"items": items, "form": form}
    return render(request, "scheduling/due_bulk.html", page, status=status)


def chosen_items(request: StaffRequest) -> list[DueItem]:
    """Return the items of the ticked workplaces, workplace by workplace."""
    keys = [
        int(key)
        for value in request.POST.getlist("items")
        for key in value.split(",")
        if key.isdecimal() and len(key) < 19
    ]
    items = DueItem.objects.for_staff(request.user).standing(clock.today()).filter(pk__in=keys)
    chosen = items.select_related("workplace__centre", "worker")
    return list(chosen.order_by("workplace__name", "workplace_id", "due_date", "pk"))
