"""Before many texts go out: who gets what when, and who is skipped and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.form_keys import SentAlready
from outreach.asker import StaffRequest
from outreach.models import Centre
from outreach.rules.quiet_hours import next_sending_moment
from outreach.views.secret_pages import once
from safety.models import DueItem
from scheduling.actions import mass_offers
from scheduling.actions.text_previews import Why, preview_plan
from scheduling.models import Plan, Reminder
from scheduling.views.due_bulk import chosen_items

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHY: dict[str, StrPromise] = {
    Why.NO_NUMBER: gettext_lazy("no number that takes texts: please call"),
    Why.REFUSED: gettext_lazy("wants no texts: please call"),
    Why.TOO_LATE: gettext_lazy("it begins before a text may leave: please call"),
    mass_offers.WhyNot.ASKED_LATELY: gettext_lazy("was asked in the last two weeks"),
    mass_offers.WhyNot.NOTHING_TO_BOOK: gettext_lazy("no visit can be booked for it just now"),
    mass_offers.WhyNot.HELD_OUT: gettext_lazy("is called, not texted, to compare the two ways"),
    mass_offers.WhyNot.NO_POINT: gettext_lazy("is on no map: please put in its address"),
}


@requires(Permission.BOOK)
@require_safe
def plan_texts(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every text that accepting a plan would send."""
    plan = get_object_or_404(Plan.objects.for_staff(request.user), pk=pk)
    found = preview_plan(plan=plan, now=clock.now())
    rules = dict(Reminder.Rule.choices)
    page = {
        "plan": plan,
        "planned": [(one, [rules[rule] for rule in one.rules]) for one in found.planned],
        "skipped": [(one, WHY[one.why]) for one in found.skipped],
    }
    return render(request, "scheduling/plan_texts.html", page)


@requires(Permission.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def due_ask(request: StaffRequest) -> HttpResponse:
    """Ask owners by text when we may come: the ticked ones, or all whose dates have passed."""
    centre = get_object_or_404(Centre, pk=request.user.centre_id)
    now = clock.now()
    is_chosen = request.method == "POST"
    items = (
        chosen_items(request) if is_chosen else mass_offers.overdue_items(centre=centre, now=now)
    )
    if is_chosen and not items:
        messages.error(request, _("Please tick at least one workplace."))
        return redirect("due-list")
    try:
        if is_chosen and request.POST.get("sure"):
            return _ask(request, centre, items)
        found = mass_offers.whom_to_ask(items=items, centre=centre, now=now)
    except mass_offers.TooManyAsked as reason:
        messages.error(request, str(reason))
        return redirect("due-list")
    page = {
        "told": None,
        "asked": [one for one in found if one.why_not is None],
        "skipped": [(one, WHY[one.why_not]) for one in found if one.why_not is not None],
        "leaves_at": next_sending_moment(now),
    }
    return render(request, "scheduling/due_ask.html", page)


def _ask(request: StaffRequest, centre: Centre, items: list[DueItem]) -> HttpResponse:
    now = clock.now()
    try:
        with once(request, now):
            told = mass_offers.ask_many(items=items, centre=centre, staff=request.user, now=now)
    except SentAlready:
        return redirect("due-ask")
    said = [(one, WHY[one.why_not] if one.why_not else one.words) for one in told]
    return render(request, "scheduling/due_ask.html", {"told": said})
