"""The workplaces found on a map: the same filter, the same count, as the list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.doors import address_for
from outreach.finding.filters import Filter
from outreach.finding.map_spots import Atlas, Spot, atlas
from outreach.finding.places import district_label
from outreach.finding.rows import found
from outreach.models import Staff
from outreach.places.districts import districts
from outreach.places.sheets import Box, tiles
from outreach.views.finding import is_canonical, search

SMALL, LARGE = 0.022, 0.042  # radius of a spot, of the width seen
LETTER, NAME = 0.026, 0.02  # height of a figure and of a name
NAMED = 25


@dataclass(frozen=True)
class Drawn:
    """A spot as it is drawn and listed; the largest ones with their names."""

    spot: Spot
    url: str
    x: float
    y: float
    radius: float
    letter: float
    name_y: float | None


@dataclass(frozen=True)
class Shape:
    """An area of the sheet, and where choosing it leads."""

    code: str
    url: str
    name: str


@dataclass(frozen=True)
class Tile:
    """A picture from an online service, by setting only."""

    url: str
    box: Box


@requires(Permission.SEE_WORKPLACES)
@require_safe
def workplace_map(request: StaffRequest) -> HttpResponse:
    """Draw the workplaces that somebody looks for; htmx gets the map and the counts alone."""
    wanted = Filter.from_query(request.GET, request.user)
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    address = f"{request.path}?{wanted.query_string}".rstrip("?")
    if not is_fragment and not is_canonical(request.GET, wanted):
        return redirect(address)
    today = clock.today()
    result = search(request.user, wanted, today)
    sheet = atlas(found(asker=request.user, wanted=wanted, today=today), wanted)
    # The map adds up by itself; the number above it is its sum, whatever was counted before.
    result = replace(result, total=sum(spot.count for spot in sheet.spots))
    context = {
        "search": result,
        "wanted": wanted,
        "atlas": sheet,
        "shapes": _shapes(sheet, request.path),
        "spots": _drawn(sheet, request.user, request.path),
        "name_size": round(max(sheet.box.width, sheet.box.height) * NAME, 1),
        "tiles": _tiles(sheet.box),
        "tiles_credit": settings.MAP_TILES_CREDIT if settings.MAP_TILES_URL else "",
        "everything_query": "",
        "is_fragment": is_fragment,
    }
    name = "outreach/_workplace_atlas.html" if is_fragment else "outreach/workplace_map.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if is_fragment:
        response["HX-Push-Url"] = address
    return response


def _shapes(sheet: Atlas, path: str) -> list[Shape]:
    return [
        Shape(
            code,
            f"{path}?{narrower.query_string}" if narrower else "",
            district_label(code) if code in districts() else "",
        )
        for code, narrower in sheet.shapes.items()
    ]


def _drawn(sheet: Atlas, staff: Staff, path: str) -> list[Drawn]:
    width = max(sheet.box.width, sheet.box.height)
    most = max((spot.count for spot in sheet.spots), default=1)
    drawn = []
    for rank, spot in enumerate(sheet.spots):
        radius = width * (SMALL + (LARGE - SMALL) * math.sqrt(spot.count / most))
        letters = len(f"{spot.count:,}")
        x, y = spot.at or (0.0, 0.0)
        letter = min(width * LETTER, radius * 2.6 / (letters + 0.5))
        url = _url(spot, sheet, staff, path)
        is_named = sheet.leads_to_map and rank < NAMED and spot.at is not None
        name_y = round(y + radius + width * NAME, 1) if is_named else None
        drawn.append(Drawn(spot, url, x, y, round(radius, 1), round(letter, 1), name_y))
    return drawn


def _url(spot: Spot, sheet: Atlas, staff: Staff, path: str) -> str:
    """Lead closer while there is something closer; then to the list, or to the one workplace."""
    if spot.workplace is not None:
        page = address_for(staff, "workplace", spot.workplace)
        if page:
            return page
    base = path if sheet.leads_to_map and spot.at is not None else reverse("workplace-list")
    return f"{base}?{spot.narrower.query_string}"


def _tiles(box: Box) -> Sequence[Tile]:
    if not settings.MAP_TILES_URL:
        return ()
    return [
        Tile(settings.MAP_TILES_URL.format(z=zoom, x=column, y=line), place)
        for zoom, column, line, place in tiles(box)
    ]
