"""What every page may say about the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return whether this is an official site, a demo, and where the demo's phones are."""
    return {
        "official_site": settings.OFFICIAL_SITE,
        "demo": settings.DEMO,
        "simulator_url": settings.SIMULATOR_URL,
    }
