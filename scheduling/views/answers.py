"""What the owner said on the telephone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.answers import TelephoneAnswer, answer_by_telephone
from scheduling.actions.bookings import VisitRefused
from scheduling.forms.visits import TelephoneAnswerForm
from scheduling.models import Visit
from scheduling.views.visits import visit_page


@requires(Permission.ANSWER_FOR_OWNER)
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Note an answer by telephone in one click."""
    found = get_object_or_404(
        Visit.objects.for_staff(request.user).select_related("workplace", "team", "centre"), pk=pk
    )
    form = TelephoneAnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_by_telephone(
                visit=form.seen(found),
                answer=TelephoneAnswer(form.cleaned_data["answer"]),
                wish=form.cleaned_data["wish"],
                staff=request.user,
                now=clock.now(),
            )
        except VisitRefused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The answer is noted."))
            return redirect("visit", pk)
    found.refresh_from_db()
    return render(request, "scheduling/visit.html", visit_page(request, found, form), status=422)
