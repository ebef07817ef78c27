"""Addresses that only those get who may open them: a link nobody may follow is no link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import NoReverseMatch, get_resolver, get_urlconf, resolve, reverse
from django.utils.http import urlencode

from outreach.access import PUBLIC, Asker, Permission, may

_KNOWN = "permissions_by_route"
Query = Mapping[str, str | int | Iterable[str | int]]


def address_for(asker: Asker, route: str, *args: object, query: Query | None = None) -> str:
    """Return the address of a door, or nothing where there is none or it is shut for this role."""
    try:
        address = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    permission = _permission_behind(route, address, len(args))
    if permission is None or (permission != PUBLIC and not may(asker, Permission(permission))):
        return ""
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def _permission_behind(route: str, address: str, parts: int) -> str | None:
    """Return what a door asks for; found out once, as a page of a list has a hundred of them."""
    resolver = get_resolver(get_urlconf())
    known: dict[tuple[str, int], str | None] = resolver.__dict__.setdefault(_KNOWN, {})
    if (route, parts) not in known:
        known[route, parts] = getattr(resolve(address).func, "permission", None)
    return known[route, parts]
