"""Every address, layer by layer."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("scheduling.urls")),
    path("", include("safety.urls")),
    path("", include("outreach.urls")),
]
