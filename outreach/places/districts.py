from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Points and outlines of districts: southkorea/seoul-maps (Lucy Park), Apache-2.0, from JUSO 2015.
# Health centres: public lists; the telephone numbers are to be checked before they are printed.
DISTRICTS = Path(__file__).parent / "data" / "districts.csv"
OUTLINES = Path(__file__).parent / "data" / "districts.geojson"
CREDIT = "Boundaries: southkorea/seoul-maps (Lucy Park), Apache-2.0, from JUSO 2015"


@dataclass(frozen=True)
class HealthCentre:
    """The public health centre (보건소) of a district."""

    name: str
    phone: str
    address: str
    lat: float
    lon: float


@dataclass(frozen=True)
class District:
    """One of Seoul's 25 districts (자치구), with a point in its middle."""

    code: str
    name_ko: str
    name_en: str
    region_ko: str
    lat: float
    lon: float
    health_centre: HealthCentre


def find_district(code: str) -> District | None:
    """Return the district of a five-digit code, or of a longer legal-dong code."""
    return districts().get(code[:5])


@cache
def districts() -> Mapping[str, District]:
    """Return the 25 districts by code, in the order of their codes."""
    with DISTRICTS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _district(row) for row in csv.DictReader(file)}


def _district(row: Mapping[str, str]) -> District:
    return District(
        code=row["code"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        region_ko=row["region_ko"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        health_centre=HealthCentre(
            name=row["health_center_ko"],
            phone=row["health_center_phone"],
            address=row["health_center_address"],
            # Where the lists have no point for it, the middle of the district stands in.
            lat=float(row["health_center_lat"] or row["lat"]),
            lon=float(row["health_center_lon"] or row["lon"]),
        ),
    )
