"""The outbox for staff: what waits, what went out, and what a person has to look at."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.message_bodies import NotSendable, UnknownWord
from outreach.actions.messages import AlreadyHandled, mark_handled
from outreach.actions.messages import render as body_of
from outreach.actions.uncertain_texts import is_open
from outreach.asker import StaffRequest
from outreach.forms.messages import MessageFilterForm
from outreach.inbox import waiting_for
from outreach.models import Message
from outreach.models.message import SENT, MessageQuerySet
from outreach.rules.phones import recognise
from outreach.rules.placeholders import UnknownPlaceholder
from outreach.rules.sms_text import measure
from outreach.views.message_story import story_of
from outreach.views.sending_alarms import alarms_for

PAGE = 50
DAYS = 30
TABS = ("waiting", "sent", "attention", "all")


@requires(Permission.SEE_MESSAGES)
def message_list(request: StaffRequest) -> HttpResponse:
    """List the centre's texts by what they need."""
    own = Message.objects.for_staff(request.user)
    wished = request.GET.get("tab", "")
    tab = wished if wished in TABS else TABS[0]
    form = MessageFilterForm(request.GET, tab=tab)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(_of_tab(own, tab, given.get("days") or DAYS), given)
    page = Paginator(rows.select_related("workplace", "worker__workplace", "contact"), PAGE)
    context = {
        "tab": tab,
        "tabs": _tabs(own),
        "form": form,
        "replies": waiting_for(request.user),
        "alarms": alarms_for(request.user),
        "is_narrowed": bool(given.get("q") or given.get("kind")),
        "page": page.get_page(request.GET.get("page")),
    }
    name = "outreach/_message_rows.html" if request.headers.get("HX-Request") else None
    return render(request, name or "outreach/message_list.html", context)


def _of_tab(own: MessageQuerySet, tab: str, days: int) -> MessageQuerySet:
    """Waiting texts from the next one on, what failed from the oldest on, else the newest first."""
    if tab == "waiting":
        return own.waiting().order_by("next_try_at", "pk")
    if tab == "attention":
        return own.needing_staff().order_by("due_at", "pk")
    since = own.filter(due_at__gte=clock.now() - timedelta(days=days)).order_by("-due_at", "-pk")
    return since.filter(state__in=SENT) if tab == "sent" else since


def _narrowed(rows: MessageQuerySet, given: dict[str, Any]) -> MessageQuerySet:
    words, kind = given.get("q", ""), given.get("kind", "")
    if kind:
        rows = rows.filter(template=kind)
    if not words:
        return rows
    digits = re.sub(r"\D", "", words)
    if len(digits) >= 4 and not re.search(r"[^\d\s()+-]", words):
        whole = recognise(words).e164
        return rows.filter(phone=whole) if whole else rows.filter(phone__contains=digits)
    return rows.filter(
        Q(workplace__name__icontains=words)
        | Q(worker__name__icontains=words)
        | Q(worker__workplace__name__icontains=words)
    )


def _tabs(own: MessageQuerySet) -> list[dict[str, object]]:
    """The four views of the list; a number stands only where something is to be done."""
    address = reverse("message-list")
    labels = {
        "waiting": (_("To be sent"), own.waiting().count()),
        "sent": (_("Sent texts"), None),
        "attention": (_("To look at"), own.needing_staff().count()),
        "all": (_("All texts"), None),
    }
    return [
        {"key": key, "label": label, "number": number, "url": f"{address}?tab={key}"}
        for key, (label, number) in labels.items()
    ]


@requires(Permission.SEE_MESSAGES)
@never_cache
def message(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one text as its recipient reads it, and what became of it."""
    own = Message.objects.for_staff(request.user).select_related(
        "centre", "link__revoked_by", "workplace", "worker__workplace", "contact", "again_of"
    )
    text = get_object_or_404(own, pk=pk)
    try:
        body = body_of(text)
    except (UnknownPlaceholder, UnknownWord, NotSendable, OSError):
        body = ""
    context = {
        "text": text,
        "body": body,
        "measure": measure(body),
        "link_is_live": text.link is not None and text.link.is_live(clock.now()),
        "events": story_of(text),
        "is_uncertain": is_open(text),
        "again": own.filter(again_of=text).first(),
        "is_open": own.needing_staff().filter(pk=pk).exists(),
    }
    return render(request, "outreach/message.html", context)


@requires(Permission.SEE_MESSAGES)
@require_POST
def message_handled(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a failed text off the list because somebody took care of it."""
    text = get_object_or_404(Message.objects.for_staff(request.user), pk=pk)
    try:
        mark_handled(message=text, now=clock.now())
    except AlreadyHandled as reason:
        notices.info(request, str(reason))
    else:
        notices.success(request, _("Done. The text is off the list."))
    return redirect(f"{reverse('message-list')}?tab=attention")
