"""Seoul's legal dong (법정동) and the names by which people mean them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

# Names cut by outreach/places/build.py out of the national boundaries. Offices (행정동) by the
# district's ordinances, only those that lie in one legal dong and are called otherwise.
LEGAL_DONGS = Path(__file__).parent / "data" / "legal_dongs.csv"
OFFICE_DONGS = Path(__file__).parent / "data" / "office_dongs.csv"

NUMBERED = re.compile(r"(?P<stem>[가-힣]+?)(?:본|제?\d+(?:[·.,]\d+)*)동")  # 화곡제6동, 상계6·7동
STREET_OFFICE = re.compile(r"(?P<stem>[가-힣]+?)동?\s?(?P<ga>\d가)(?:제?\d*동)?")  # 성수2가제1동


@dataclass(frozen=True)
class LegalDong:
    """A legal dong, and whether its name alone or with its district's name proves Seoul."""

    district_code: str
    name: str
    proves: str  # "ALONE", "DISTRICT" or nothing

    def proves_seoul(self, *, written: str, with_district: bool) -> bool:
        """Say whether the name as written tells Seoul, though no city is named."""
        numbered = NUMBERED.fullmatch(written)
        plain = f"{numbered['stem']}동" if numbered else written
        if "".join(plain.split()) != self.name:
            return False  # an office's name: there are many 중앙동
        return self.proves == "ALONE" or (with_district and self.proves == "DISTRICT")


@lru_cache(maxsize=4096)
def find_legal_dong(district_code: str, name: str) -> LegalDong | None:
    """Return the legal dong of this district that the name means, also an office's (행정동)."""
    known = _by_district().get(district_code, {})
    return next((known[one] for one in _meanings(district_code, name) if one in known), None)


@lru_cache(maxsize=4096)
def only_legal_dong(name: str) -> LegalDong | None:
    """Return the legal dong of the name where Seoul has but one of that name."""
    found = [known for code in _by_district() if (known := find_legal_dong(code, name))]
    return found[0] if len(found) == 1 else None


def _meanings(district_code: str, name: str) -> Iterator[str]:
    """Yield what a name can mean: itself, the part of the city an office is named after."""
    yield name
    offices = _offices()
    if (district_code, name) in offices:
        yield offices[district_code, name]
    street = STREET_OFFICE.fullmatch(name)
    if street:
        yield f"{street['stem']}동{street['ga']}"
        yield f"{street['stem']}{street['ga']}"
    numbered = NUMBERED.fullmatch(name)
    if numbered:
        plain = f"{numbered['stem']}동"
        yield plain
        if (district_code, plain) in offices:
            yield offices[district_code, plain]


@cache
def _by_district() -> Mapping[str, Mapping[str, LegalDong]]:
    table: dict[str, dict[str, LegalDong]] = {}
    with LEGAL_DONGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dong = LegalDong(row["district_code"], row["name_ko"], row["proves"])
            table.setdefault(dong.district_code, {})[dong.name] = dong
    return table


@cache
def _offices() -> Mapping[tuple[str, str], str]:
    with OFFICE_DONGS.open(encoding="utf-8", newline="") as file:
        return {
            (row["district_code"], row["office_dong"]): row["legal_dong"]
            for row in csv.DictReader(file)
        }
