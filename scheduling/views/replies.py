"""What owners said by the pages of texts: wishes, cancellations, wrong numbers, no more texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import replies
from outreach.asker import StaffRequest
from outreach.doors import address_for
from outreach.models import Reply, Workplace
from outreach.templatetags.written import phone
from scheduling.actions.answers import AlreadySettled, settle_answer
from scheduling.models import OwnerAnswer
from scheduling.models.visit import OwnerAnswerQuerySet

SHOWN = 100
Answer = OwnerAnswer.Answer


@dataclass(frozen=True)
class Said:
    """One thing somebody said, and what to do about it."""

    at: datetime
    workplace: Workplace
    title: str
    text: str
    next_step: str
    address: str  # where it is done
    done: str  # where it is taken off the list


@requires(Permission.SEE_MESSAGES)
@require_safe
def reply_list(request: StaffRequest) -> HttpResponse:
    """List what waits for staff, the longest waiting first."""
    said = [_of_answer(request, one) for one in _waiting(request)[:SHOWN]]
    mine = Reply.objects.for_staff(request.user).unhandled().select_related("workplace")
    said += [_of_reply(request, one) for one in mine.order_by("received_at")[:SHOWN]]
    page = {"said": sorted(said, key=lambda one: one.at)}
    return render(request, "scheduling/reply_list.html", page)


@requires(Permission.SEE_MESSAGES)
@require_POST
def reply_handled(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a reply off the list because somebody took care of it."""
    reply = get_object_or_404(Reply.objects.for_staff(request.user), pk=pk)
    try:
        replies.settle(reply=reply, staff=request.user, now=clock.now())
    except replies.AlreadyLookedAt as reason:
        messages.info(request, str(reason))
    return redirect("reply-list")


@requires(Permission.SEE_MESSAGES)
@require_POST
def answer_handled(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an answer off the list because somebody took care of it."""
    answer = get_object_or_404(OwnerAnswer.objects.for_staff(request.user), pk=pk)
    try:
        settle_answer(answer=answer, now=clock.now())
    except AlreadySettled as reason:
        messages.info(request, str(reason))
    return redirect("reply-list")


def _waiting(request: StaffRequest) -> OwnerAnswerQuerySet:
    found = OwnerAnswer.objects.for_staff(request.user).asking()
    return found.select_related("visit__workplace").order_by("answered_at")


def _of_answer(request: StaffRequest, one: OwnerAnswer) -> Said:
    is_cancelled = one.answer == Answer.CANCELLED
    words = [*one.part_labels, one.wish]
    place = one.visit.workplace
    return Said(
        at=one.answered_at,
        workplace=place,
        title=_("has cancelled the visit") if is_cancelled else _("wishes another time"),
        text=" · ".join(filter(None, words)),
        next_step=_("Find another time, or note why none is needed.")
        if is_cancelled
        else _("Move the visit, or call."),
        address=address_for(request.user, "visit-book", place.pk)
        if is_cancelled
        else reverse("visit", args=[one.visit_id]),
        done=reverse("answer-handled", args=[one.pk]),
    )


def _of_reply(request: StaffRequest, one: Reply) -> Said:
    steps = {
        Reply.Kind.NOT_ME: _("Find the right number and put it in."),
        Reply.Kind.STOP_TEXTS: _("Call from now on; no text reaches this number."),
        Reply.Kind.CALL_BACK: _("Call back."),
    }
    return Said(
        at=one.received_at,
        workplace=one.workplace,
        title=str(one.get_kind_display()),
        text=phone(one.phone),
        next_step=steps[Reply.Kind(one.kind)],
        address=address_for(request.user, "workplace", one.workplace_id),
        done=reverse("reply-handled", args=[one.pk]),
    )
