"""Deciding about a text of which nobody knows whether it arrived."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import uncertain_texts
from outreach.actions.message_bodies import NotSendable, UnknownWord
from outreach.actions.messages import NotTextable, OptedOut, TooLate
from outreach.actions.messages import render as body_of
from outreach.asker import StaffRequest
from outreach.forms.uncertain_texts import SettleForm, WhyAgainForm
from outreach.message_words import message_failure
from outreach.models import Message
from outreach.rules.placeholders import UnknownPlaceholder
from outreach.rules.sms_text import measure
from outreach.views.message_story import story_of

REFUSALS = (
    uncertain_texts.AlreadyDecided,
    uncertain_texts.NoLongerTrue,
    uncertain_texts.NumberChanged,
    uncertain_texts.AgainAlready,
    uncertain_texts.NoReason,
    OptedOut,
    NotTextable,
    TooLate,
)
UNWRITABLE = (UnknownPlaceholder, UnknownWord, NotSendable, OSError)


@requires(Permission.SEE_MESSAGES)
@never_cache
def message_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what would be sent a second time and to whom; then do it."""
    text = _own(request, pk)
    form = WhyAgainForm(request.POST or None)
    second, body, refusal = None, "", ""
    try:
        if request.method == "POST" and form.is_valid():
            _send(request, text, form.cleaned_data["reason"])
            return redirect("message", text.pk)
        second = uncertain_texts.second_text(message=text, now=clock.now())
        body = body_of(second)
    except REFUSALS as reason:
        refusal = str(reason)
    except UNWRITABLE:
        refusal = _("The words of this text could not be put together.")
    context = {
        "text": text,
        "form": form,
        "second": second,
        "body": body,
        "measure": measure(body),
        "refusal": refusal,
        "failure": message_failure(text),
        "events": story_of(text),
        "last_digits": text.phone[-4:],
    }
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "outreach/message_again.html", context, status=status)


@requires(Permission.SEE_MESSAGES)
@require_POST
def message_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a text arrived after all, or that nobody needs it any more."""
    text = _own(request, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        notices.error(request, _("Please choose what became of the text."))
        return redirect("message", text.pk)
    try:
        uncertain_texts.settle(
            message=text,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
        )
    except uncertain_texts.AlreadyDecided as reason:
        notices.info(request, str(reason))
    else:
        notices.success(request, _("Done. The text is off the list."))
    return redirect(f"{reverse('message-list')}?tab=attention")


def _send(request: StaffRequest, text: Message, reason: str) -> None:
    uncertain_texts.send_again(
        message=text, reason=reason, by=request.user, now=clock.now(), real_now=timezone.now()
    )
    notices.success(request, _("The text will be sent a second time."))


def _own(request: StaffRequest, pk: int) -> Message:
    own = Message.objects.for_staff(request.user)
    related = ("centre", "link", "workplace", "worker__workplace", "contact")
    return get_object_or_404(own.select_related(*related), pk=pk)
