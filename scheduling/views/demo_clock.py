"""The demo's clock, which can be set forward."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import public
from outreach.actions.demo_clock import NoTextWaiting, advance_to_next_text
from outreach.templatetags.written import weekday_time


@public
@require_POST
def next_text(request: HttpRequest) -> HttpResponse:
    """Set the clock forward to the moment of the next text; only in the demo."""
    if not settings.DEMO:
        raise Http404
    try:
        moment = advance_to_next_text(now=clock.now())
    except NoTextWaiting as reason:
        messages.warning(request, str(reason))
    else:
        words = _("It is now %(time)s. The text is being sent: look at the phones.")
        messages.success(request, words % {"time": weekday_time(moment)})
    return redirect("home")
