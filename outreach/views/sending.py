"""Whether texts leave: stop and resume, the second word for a mass, and what has been spent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages as notices
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import sending_stops
from outreach.asker import StaffRequest
from outreach.forms.sending import MassForm, StopForm
from outreach.models import MassSend, Message, MessageState, SendingTally
from outreach.views.sending_alarms import SAID_THERE, alarms_for

REFUSALS = (
    sending_stops.AlreadyStopped,
    sending_stops.NotStopped,
    sending_stops.WrongNumber,
    sending_stops.AlreadyDecided,
)


@requires(Permission.SEE_MESSAGES)
@never_cache
def sending(request: StaffRequest) -> HttpResponse:
    """Show whether the centre's texts leave, and what holds them."""
    centre, now = request.user.centre, clock.now()
    day = timezone.localdate(now)
    tallies = SendingTally.month_of(day).filter(centre=centre)
    spent = tallies.aggregate(texts=Sum("texts", filter=Q(date=day)), won=Sum("won"))
    own = Message.objects.for_staff(request.user)
    masses = MassSend.objects.for_staff(request.user).unconfirmed().order_by("planned_at")
    stop, held = sending_stops.standing_for(centre)
    alarms = [one for one in alarms_for(request.user) if one.trouble not in SAID_THERE]
    context = {
        "alarms": alarms,
        "stop": stop,
        "held": held,
        "switched_off": settings.SMS_KILL_SWITCH,
        "stop_form": StopForm(),
        "masses": [_mass(one) for one in masses],
        "waiting": own.waiting().count(),
        "due": own.due(now).count(),
        "doubts": own.filter(state=MessageState.DOUBT, handled_at=None).count(),
        "uncertain": own.filter(state=MessageState.UNCERTAIN, handled_at=None).count(),
        "texts_today": spent["texts"] or 0,
        "most_today": settings.SMS_CENTRE_CAP,
        "won_this_month": spent["won"] or 0,
        "most_this_month": settings.SMS_MONTH_WON,
    }
    return render(request, "outreach/sending.html", context)


def _mass(mass: MassSend) -> dict[str, object]:
    texts = sending_stops.size_of(mass)
    sample = sending_stops.texts_of(mass).waiting().order_by("pk").first()
    return {
        "mass": mass,
        "texts": texts,
        "sample": sample,
        "won": texts * settings.SMS_SEGMENT_WON * 2,  # two parts, as most Korean texts have
    }


@requires(Permission.MANAGE_CENTRE)
@require_POST
def sending_stop(request: StaffRequest) -> HttpResponse:
    """Stop the centre's texts; the next claim obeys."""
    form = StopForm(request.POST)
    centre = request.user.centre
    if centre is not None and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            sending_stops.stop(centre=centre, by=request.user, reason=reason, now=clock.now())
        except REFUSALS as refusal:
            notices.error(request, str(refusal))
        else:
            notices.success(request, _("Stopped. No text of this centre leaves any more."))
    return redirect("sending")


@requires(Permission.MANAGE_CENTRE)
@require_POST
def sending_resume(request: StaffRequest) -> HttpResponse:
    """Let the centre's texts leave again."""
    centre = request.user.centre
    try:
        if centre is None:
            raise sending_stops.NotStopped
        sending_stops.resume(centre=centre, by=request.user, now=clock.now())
    except REFUSALS as refusal:
        notices.error(request, str(refusal))
    else:
        notices.success(request, _("Texts leave again."))
    return redirect("sending")


@requires(Permission.MANAGE_CENTRE)
@require_POST
def mass_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the second word for so many texts, or take them all back."""
    mass = get_object_or_404(MassSend.objects.for_staff(request.user), pk=pk)
    form = MassForm(request.POST)
    try:
        if request.POST.get("deed") == "refuse":
            sending_stops.refuse_mass(mass=mass, by=request.user, now=clock.now())
            notices.success(request, _("All texts of this act were taken back."))
        elif form.is_valid():
            texts = form.cleaned_data["texts"]
            sending_stops.confirm_mass(mass=mass, texts=texts, by=request.user, now=clock.now())
            notices.success(request, _("Confirmed. The texts leave now, at the usual pace."))
        else:
            raise sending_stops.WrongNumber
    except REFUSALS as refusal:
        notices.error(request, str(refusal))
    return redirect("sending")
