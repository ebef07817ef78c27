"""Staff offer an owner a few times by text, and take an offer back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Workplace
from scheduling.actions import offers
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import plannable, stop_minutes
from scheduling.models import Offer


@requires(Permission.BOOK)
@require_POST
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a few times for two hours and text the owner a link to choose from."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user).open(), pk=pk)
    wanted = [key for key in request.POST.getlist("due_items") if key.isdecimal()]
    items = list(plannable(centre=workplace.centre).filter(workplace=workplace, pk__in=wanted))
    try:
        offers.offer_by_text(
            workplace=workplace,
            due_items=items,
            minutes=stop_minutes(workplace=workplace, due_items=items),
            staff=request.user,
            now=clock.now(),
        )
    except VisitRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The times are kept and the text is on its way."))
    return redirect("visit-book", pk)


@requires(Permission.BOOK)
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the times of an offer back; its link ends."""
    found = get_object_or_404(Offer.objects.for_staff(request.user), pk=pk)
    try:
        offers.take_back(offer=found, now=clock.now())
    except VisitRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The offer is taken back."))
    return redirect("visit-book", found.workplace_id)
