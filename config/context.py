"""What every page may say about the site."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from outreach import clock


def site(request: HttpRequest) -> dict[str, object]:
    """Return whether this is an official site or a demo, its phones, its patience, and the date."""
    return {
        "official_site": settings.OFFICIAL_SITE,
        "demo": settings.DEMO,
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "simulator_url": settings.SIMULATOR_URL,
        "today": cache(clock.today),  # read when a page asks, once
    }
