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
from outreach.models import Centre, Workplace
from outreach.rules.quiet_hours import next_sending_moment
from outreach.views.secret_pages import once
from scheduling.actions import mass_offers
from scheduling.actions.text_previews import Why, preview_plan
from scheduling.models import Plan, Reminder

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHY: dict[str, StrPromise] = {
    Why.NO_NUMBER: gettext_lazy("no number that takes texts: please call"),
    Why.REFUSED: gettext_lazy("wants no texts: please call"),
    Why.TOO_LATE: gettext_lazy("it begins before a text may leave: please call"),
    mass_offers.WhyNot.ASKED_LATELY: gettext_lazy("was asked in the last two weeks"),
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
def ask_overdue(request: StaffRequest) -> HttpResponse:
    """Ask owners whose dates have passed when we may come."""
    centre = get_object_or_404(Centre, pk=request.user.centre_id)
    now = clock.now()
    if request.method == "POST":
        return _ask(request)
    found = mass_offers.whom_to_ask(centre=centre, now=now)
    page = {
        "asked": [one for one in found if one.why_not is None],
        "skipped": [(one, WHY[one.why_not]) for one in found if one.why_not is not None],
        "leaves_at": next_sending_moment(now),
        "most": mass_offers.MOST,
    }
    return render(request, "scheduling/ask_overdue.html", page)


def _ask(request: StaffRequest) -> HttpResponse:
    wanted = [key for key in request.POST.getlist("workplaces") if key.isdecimal()]
    mine = Workplace.objects.for_staff(request.user).open().select_related("centre")
    chosen = list(mine.filter(pk__in=wanted).order_by("pk"))
    try:
        with once(request, clock.now()):
            asked, left = mass_offers.ask_many(
                workplaces=chosen, staff=request.user, now=clock.now()
            )
    except SentAlready:
        return redirect("ask-overdue")
    messages.success(request, _("%(asked)s owners are asked by text.") % {"asked": asked})
    if left:
        places = ", ".join(place.name for place in left)
        messages.warning(request, _("Not asked: %(places)s") % {"places": places})
    return redirect("ask-overdue")
