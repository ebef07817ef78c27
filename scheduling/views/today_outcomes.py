"""What came of a call from today's list: one key, which also sets the next step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.calls import record_call
from outreach.asker import StaffRequest
from outreach.models import CallTurn, ContactAttempt, Workplace
from outreach.templatetags.written import weekday_time

Outcome = ContactAttempt.Outcome
# The keys 1 to 5, in the order of the buttons.
KEYS = {
    "1": Outcome.REACHED,
    "2": Outcome.NO_ANSWER,
    "3": Outcome.WANTS_OTHER_TIME,
    "4": Outcome.WRONG_NUMBER,
    "5": Outcome.REFUSED,
}


@requires(Permission.ANSWER_FOR_OWNER)
@require_POST
def today_call(request: StaffRequest, pk: int) -> HttpResponse:
    """Note the outcome; a yes goes on to booking, the rest back to the list and its next line."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    outcome = KEYS.get(request.POST.get("key", ""))
    if outcome is None:
        messages.error(request, _("Please choose what came of the call."))
        return redirect("home")
    record_call(
        workplace=workplace,
        outcome=outcome,
        purpose=ContactAttempt.Purpose.VISIT,
        staff=request.user,
        now=clock.now(),
    )
    if outcome == Outcome.REACHED and request.user.may(Permission.BOOK):
        return redirect("visit-book", workplace.pk)
    messages.success(request, _next_step(workplace, outcome))
    return redirect("home")


def _next_step(workplace: Workplace, outcome: str) -> str:
    name = {"name": workplace.name}
    if outcome == Outcome.REFUSED:
        return _("%(name)s is left alone for 90 days.") % name
    if outcome == Outcome.REACHED:
        return _("The call to %(name)s is on record. A coordinator books the visit.") % name
    turn: CallTurn | None = getattr(workplace, "call_turn", None)
    when = {**name, "when": weekday_time(turn.rests_until) if turn and turn.rests_until else ""}
    if outcome == Outcome.WRONG_NUMBER:
        return _("%(name)s: please look for another number. It comes back on %(when)s.") % when
    return _("%(name)s comes back on %(when)s.") % when
