"""A request of somebody who is signed in, as the doors behind `@requires` get it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from outreach.models import Staff


class StaffRequest(HttpRequest):
    """`request.user` is a member of staff; LoginRequiredMiddleware let nobody else through."""

    user: Staff
    htmx: HtmxDetails
