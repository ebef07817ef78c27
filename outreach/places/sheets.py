"""The flat sheet that the map is drawn on: Mercator's, as everybody's tiles are cut."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

AREAS = Path(__file__).parent / "data" / "areas.csv"
ZOOM = 14  # at which one unit of the sheet is one pixel of a tile
TILE = 256
WORLD = TILE << ZOOM
FIRST_COLUMN, FIRST_ROW = 13963, 6335  # the tile in the sheet's upper left corner
MARGIN = 0.04


@dataclass(frozen=True)
class Box:
    """A part of the sheet."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Tell whether a point lies in it."""
        x, y = point
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    def holding(self, points: Iterable[tuple[float, float]]) -> Box:
        """Return the smallest box with this one and the points in it."""
        corners = [(self.x, self.y), (self.x + self.width, self.y + self.height), *points]
        left, right = min(x for x, _y in corners), max(x for x, _y in corners)
        top, bottom = min(y for _x, y in corners), max(y for _x, y in corners)
        return Box(left, top, right - left, bottom - top)

    @property
    def view(self) -> str:
        """Return it as an SVG view box, with a margin."""
        side = max(self.width, self.height) * MARGIN
        numbers = (self.x - side, self.y - side, self.width + 2 * side, self.height + 2 * side)
        return " ".join(f"{number:.1f}" for number in numbers)


def on_sheet(lat: float, lon: float) -> tuple[float, float]:
    """Return where a point of the earth lies on the sheet."""
    x = (lon + 180) / 360 * WORLD - FIRST_COLUMN * TILE
    sine = math.sin(math.radians(lat))
    y = (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * WORLD - FIRST_ROW * TILE
    return round(x, 1), round(y, 1)


@cache
def areas() -> Mapping[str, Box]:
    """Return the box of each district (five digits), each legal dong (eight) and the city ("")."""
    with AREAS.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Box(*(float(row[name]) for name in ("x", "y", "width", "height")))
            for row in csv.DictReader(file)
        }


def tiles(box: Box) -> Iterator[tuple[int, int, int, Box]]:
    """Yield zoom, column and row of the online tiles under a box, and where each lies."""
    side = max(box.width, box.height)
    zoom = max(0, min(18, ZOOM + round(math.log2(TILE * 4 / side))))
    step = TILE * 2.0 ** (ZOOM - zoom)
    left, top = FIRST_COLUMN * TILE, FIRST_ROW * TILE
    margin = side * MARGIN
    columns = range(
        int((left + box.x - margin) // step), int((left + box.x + box.width + margin) // step) + 1
    )
    lines = range(
        int((top + box.y - margin) // step), int((top + box.y + box.height + margin) // step) + 1
    )
    for column in columns:
        for line in lines:
            yield zoom, column, line, Box(column * step - left, line * step - top, step, step)
