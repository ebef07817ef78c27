"""Where the workplaces found lie on the map: by district, by neighbourhood, then by points."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.finding.facets import Asked, Facet, Option, either, grouped
from outreach.finding.filters import Filter
from outreach.finding.places import HAS_NO_POINT, UNKNOWN, district_label, dong_label
from outreach.models import Workplace
from outreach.models.workplace import WorkplaceQuerySet
from outreach.places.districts import districts
from outreach.places.dongs import find_dong
from outreach.places.sheets import WORLD, Box, areas, on_sheet

UNITS = 100_000  # of a degree: a bit more than a metre
COLUMNS = 14
SMALLEST = 5
CELL = re.compile(r"(\d{7})\.(\d{8})\.(\d{1,5})")
POINT = ("pk", "name", "latitude", "longitude", "precision")
Position = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """So many workplaces at one place, and the filter that finds just these."""

    label: str
    count: int
    narrower: Filter
    at: Position | None
    is_near: bool = False
    """Whether points are of the neighbourhood only, not of the address."""
    workplace: int | None = None


@dataclass(frozen=True)
class Atlas:
    """One sheet, what of it is seen, and the spots on it; they add up to all that was found."""

    sheet: str
    box: Box
    shapes: dict[str, Filter | None]
    """Area of the sheet → the filter that choosing it gives."""
    spots: list[Spot] = field(default_factory=list)
    leads_to_map: bool = True


def _cell_sides(value: str) -> tuple[float, float, float, float]:
    south, west, size = (int(part) for part in value.split("."))
    return south / UNITS, (south + size) / UNITS, west / UNITS, (west + size) / UNITS


def _cell_condition(values: Collection[str], _asked: Asked) -> Q:
    return either(
        Q(latitude__gte=south, latitude__lt=north, longitude__gte=west, longitude__lt=east)
        for south, north, west, east in map(_cell_sides, values)
    )


CELL_FACET = Facet(
    name="cell",
    label=gettext_lazy("Map"),
    options=lambda asked, _counts: [Option(v, _("one spot")) for v in asked.values("cell")],
    is_known=lambda value: CELL.fullmatch(value) is not None,
    condition=_cell_condition,
    tally=lambda _asked: None,
    is_hidden=True,
    rank=2,
)


def atlas(rows: WorkplaceQuerySet, wanted: Filter) -> Atlas:
    """Draw the city by districts, one district by neighbourhoods, one neighbourhood by points."""
    chosen = wanted.by_facet
    dongs, codes = chosen.get("dong", ()), chosen.get("district", ())
    if len(dongs) == 1 and (box := _dong_box(dongs[0])):
        return _of_points(rows, wanted, dongs[0].partition(".")[0], box)
    if len(codes) == 1 and codes[0] in areas():
        return _of_dongs(rows, wanted, codes[0])
    return _of_districts(rows, wanted)


def _of_districts(rows: WorkplaceQuerySet, wanted: Filter) -> Atlas:
    def narrower(code: str) -> Filter:
        return wanted.with_values("dong", ()).with_values("district", [code])

    spots = [
        Spot(
            district_label(code or UNKNOWN),
            count,
            wanted.with_values("district", [code or UNKNOWN]),
            on_sheet(known.lat, known.lon) if (known := districts().get(code)) else None,
        )
        for code, count in grouped(rows, "district_code").items()
    ]
    shapes: dict[str, Filter | None] = {code: narrower(code) for code in districts()}
    return Atlas("seoul", areas()[""], shapes, _largest_first(spots))


def _of_dongs(rows: WorkplaceQuerySet, wanted: Filter, code: str) -> Atlas:
    spots, shapes = [], {}
    for name, count in grouped(rows, "dong").items():
        known = find_dong(code, name)
        narrower = wanted.with_values("dong", [f"{code}.{name}"])
        at = on_sheet(known.lat, known.lon) if known else None
        spots.append(Spot(dong_label(f"{code}.{name}"), count, narrower, at))
        if known:
            shapes[known.code] = narrower
    every = {
        area: shapes.get(area) for area in areas() if len(area) > len(code) and area[:5] == code
    }
    return Atlas(code, areas()[code], every, _largest_first(spots))


def _of_points(rows: WorkplaceQuerySet, wanted: Filter, code: str, box: Box) -> Atlas:
    found = rows.exclude(HAS_NO_POINT).order_by("comparable_name", "pk")
    size = _cell_size(box)
    cells: dict[str, list[tuple[int, str, float, float, str]]] = {}
    for pk, name, lat, lon, precision in found.values_list(*POINT):
        if lat is not None and lon is not None:
            cells.setdefault(_cell_of(lat, lon, size), []).append((pk, name, lat, lon, precision))
    spots = [
        Spot(
            _names(several[0][1], len(several)),
            len(several),
            wanted.with_values("cell", [cell]),
            on_sheet(_middle([row[2] for row in several]), _middle([row[3] for row in several])),
            all(row[4] != Workplace.Precision.ADDRESS for row in several),
            several[0][0] if len(several) == 1 else None,
        )
        for cell, several in cells.items()
    ]
    without = rows.filter(HAS_NO_POINT).count()
    if without:
        lost = wanted.with_values("point", ["none"])
        spots.append(Spot(_("without a point"), without, lost, None))
    shapes = {area: None for area in areas() if len(area) > len(code) and area[:5] == code}
    seen = box.holding(spot.at for spot in spots if spot.at and areas()[code].holds(spot.at))
    return Atlas(code, seen, dict(shapes), _largest_first(spots), leads_to_map=False)


def _largest_first(spots: list[Spot]) -> list[Spot]:
    """Order as they are read: what has no place last; drawn like this, small ones lie on top."""
    return sorted(spots, key=lambda spot: (spot.at is None, -spot.count, spot.label))


def _dong_box(value: str) -> Box | None:
    code, _point, name = value.partition(".")
    known = find_dong(code, name)
    return areas().get(known.code) if known else None


def _cell_size(box: Box) -> int:
    from_west_to_east = box.width / WORLD * 360 * UNITS
    return max(SMALLEST, math.ceil(from_west_to_east / COLUMNS))


def _cell_of(lat: float, lon: float, size: int) -> str:
    """Return the cell whose condition holds for the point, however it was rounded."""
    return f"{_edge(lat, size):07d}.{_edge(lon, size):08d}.{size}"


def _edge(degrees: float, size: int) -> int:
    edge = math.floor(degrees * UNITS / size) * size
    if degrees < edge / UNITS:
        return edge - size
    return edge + size if degrees >= (edge + size) / UNITS else edge


def _middle(values: list[float]) -> float:
    return sum(values) / len(values)


def _names(first: str, count: int) -> str:
    if count == 1:
        return first
    words = ngettext("%(name)s and %(more)s more", "%(name)s and %(more)s more", count - 1)
    return words % {"name": first, "more": count - 1}
