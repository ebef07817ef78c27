"""Whether the web process is alive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from outreach.access import public


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process answers; readyz asks about the database and the queue."""
    return HttpResponse("ok\n", content_type="text/plain")
