"""Addresses that only those get who may open them: a link nobody may follow is no link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import urlencode

from outreach.access import PUBLIC, Asker, Permission, may

Query = Mapping[str, str | int | Iterable[str | int]]


def address_for(asker: Asker, route: str, *args: object, query: Query | None = None) -> str:
    """Return the address of a door, or nothing where there is none or it is shut for this role."""
    try:
        address = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    permission = getattr(resolve(address).func, "permission", None)
    if permission is None or (permission != PUBLIC and not may(asker, Permission(permission))):
        return ""
    return f"{address}?{urlencode(query, doseq=True)}" if query else address
