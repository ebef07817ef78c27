from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Where makers of one trade stand wall to wall, by public counts of 2013-2025; a cluster is drawn
# here by its legal dong and the divisions of its trade, so that membership can be looked up.
CLUSTERS = Path(__file__).parent / "data" / "clusters.csv"
DIVISION = 2


@dataclass(frozen=True)
class Cluster:
    """A cluster of small makers (집적지): some legal dong, and the trade that gathers there."""

    code: str
    name_ko: str
    name_en: str
    district_codes: frozenset[str]
    dongs: frozenset[str]
    divisions: frozenset[str]

    def holds(self, *, district_code: str, dong: str, ksic: str) -> bool:
        """Tell whether a workplace of this place and trade belongs to it."""
        return (
            dong in self.dongs
            and district_code in self.district_codes
            and ksic[:DIVISION] in self.divisions
        )


@cache
def clusters() -> Mapping[str, Cluster]:
    """Return the clusters by code."""
    with CLUSTERS.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Cluster(
                code=row["code"],
                name_ko=row["name_ko"],
                name_en=row["name_en"],
                district_codes=frozenset(row["district_codes"].split("|")),
                dongs=frozenset(row["dongs"].split("|")),
                divisions=frozenset(row["ksic"].split("|")),
            )
            for row in csv.DictReader(file)
        }
