"""What else an owner may say by the page: do not come, not me, no more texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from outreach.actions import replies
from outreach.actions.form_keys import SentAlready
from outreach.models import Link, Reply, Workplace
from outreach.views.secret_pages import once, secret_page
from scheduling.actions import owner_replies
from scheduling.actions.bookings import VisitRefused
from scheduling.forms.owners import OwnerCancelForm, WhoseNumberForm
from scheduling.models import Visit
from scheduling.views.owners import changed, page_of, with_link, with_visit

METHODS = ["GET", "HEAD", "POST"]
Say = Callable[..., Reply]


@secret_page
@require_http_methods(METHODS)
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask why, and cancel the visit."""

    def answer(visit: Visit, now: datetime) -> HttpResponse:
        first = {"version": visit.version}
        sent = request.POST if request.method == "POST" else None
        form = OwnerCancelForm(sent, initial=first)
        # A second tap finds no visit any more, and reads that it is cancelled.
        if form.is_valid():
            try:
                with once(request, now):
                    owner_replies.cancel_by_owner(
                        visit=form.seen(visit), reason=form.said(), now=now
                    )
            except SentAlready:
                pass  # a second tap
            except VisitRefused:
                return changed(request, token, visit)
            return _said(request, visit.workplace, "CANCELLED")
        page = {"token": token, "visit": visit, "centre": visit.centre, "form": form,
                "back": page_of(token, visit)}  # fmt: skip
        status = 422 if form.errors else 200
        return render(request, "scheduling/owner_cancel.html", page, status=status)

    return with_visit(request, token, answer)


@secret_page
@require_http_methods(METHODS)
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reader's number off a workplace that is not theirs."""
    return _about_me(request, token, owner_replies.not_me, "NOT_ME")


@secret_page
@require_http_methods(METHODS)
def stop_texts(request: HttpRequest, token: str) -> HttpResponse:
    """Send the reader's number nothing more."""
    return _about_me(request, token, replies.stop_texts, "STOP_TEXTS")


def _about_me(request: HttpRequest, token: str, say: Say, what: str) -> HttpResponse:
    def answer(link: Link, now: datetime) -> HttpResponse:
        assert link.workplace is not None  # the purposes of these pages are of workplaces
        is_asked = len(replies.numbers_of(link)) > 1
        sent = request.POST if request.method == "POST" else None
        form = WhoseNumberForm(sent, is_asked=is_asked)
        if form.is_valid():
            try:
                with once(request, now):
                    phone = replies.number_that_ends(link, form.given if is_asked else "")
                    say(link=link, workplace=link.workplace, phone=phone, now=now)
            except SentAlready:
                pass  # a second tap
            except replies.WhichNumber as reason:
                form.add_error(None, str(reason))
            if not form.errors:
                return _said(request, link.workplace, what)
        page = {"token": token, "centre": link.centre, "form": form, "what": what}
        status = 422 if form.errors else 200
        return render(request, "scheduling/owner_about_me.html", page, status=status)

    return with_link(request, token, answer)


def _said(request: HttpRequest, workplace: Workplace, what: str) -> HttpResponse:
    """Say what has been done; the link may be dead by now, so there is nowhere to redirect."""
    page = {"centre": workplace.centre, "what": what}
    return render(request, "scheduling/owner_said.html", page)
