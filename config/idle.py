"""Signs staff out whose screen was left alone: health centres share their computers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

SEEN, BEGAN = "seen_at", "began_at"
ASKING = "X-Only-Asking"  # by itself, of a page that was left alone
NOTE_EVERY = timedelta(minutes=1)  # a session is not written anew for each click
LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # also of somebody who never pauses


class IdleSignOut:
    """
    End a session without a click for SESSION_IDLE_MINUTES, or half a day old.

    It counts in real time, in the demo too: the demo's clock leaps.
    """

    clock: Callable[[], datetime] = staticmethod(timezone.now)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asking = ASKING in request.headers
        if SESSION_KEY not in request.session:
            return HttpResponse(status=401) if is_asking else self.get_response(request)
        now = self.clock()
        seen = _moment(request, SEEN) or now
        began = _moment(request, BEGAN) or now
        if now - seen > timedelta(minutes=settings.SESSION_IDLE_MINUTES) or now - began > LONGEST:
            return HttpResponse(status=401) if is_asking else _signed_out(request)
        if SEEN not in request.session or (not is_asking and now - seen >= NOTE_EVERY):
            request.session[SEEN] = now.isoformat()
            request.session[BEGAN] = began.isoformat()
        return self.get_response(request)


def _moment(request: HttpRequest, name: str) -> datetime | None:
    told = request.session.get(name)
    return datetime.fromisoformat(told) if told else None


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Lead to the door and back; what was sent has changed nothing, and this is said."""
    logout(request)
    if request.headers.get("HX-Request"):  # htmx would put the door into a corner of the page
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        answer = HttpResponse()
        answer["HX-Redirect"] = _door(here._replace(scheme="", netloc="").geturl())
    elif request.method not in {"GET", "HEAD"}:
        return render(request, "outreach/idle.html", status=403)
    else:
        answer = redirect(_door(request.get_full_path()))
    messages.info(request, _("You were away for a while, so you have been signed out."))
    return answer


def _door(wanted: str) -> str:
    return f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': wanted})}"
