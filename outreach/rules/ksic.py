from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Names by the 10th revision of the Korean Standard Industrial Classification (한국표준산업분류),
# kssc.kostat.go.kr by way of github.com/jjyunnn/KSIC commit ac05830 (MIT).
INDUSTRIES = Path(__file__).parent / "data" / "industries.csv"
MANUFACTURING = range(10, 35)  # divisions 10-34 (section C) of the 9th, 10th and 11th revisions
CURRENT_REVISION = 10

# The 8th revision (2000-2008), still in registers: its section D was 15-37. Publishing (221) and
# recycling (37) have since left manufacturing, so they are not manufacturing for us.
EIGHTH_REVISION = 8
EIGHTH_MANUFACTURING = range(15, 37)
EIGHTH_PUBLISHING = "221"


@dataclass(frozen=True)
class Industry:
    """An industry of our table."""

    code: str
    name_ko: str
    name_en: str


def normalise_codes(raw: str) -> tuple[str, ...]:
    """
    Return the different industry codes of a cell in the order written.

    A cell may hold several codes, a section letter ("C14191") or a number turned into "14191.0".
    """
    text = unicodedata.normalize("NFKC", raw)
    text = re.sub(r"(?<=\d)\.0+(?=\D|$)", "", text)
    return tuple(dict.fromkeys(re.findall(r"(?<!\d)\d{2,5}(?!\d)", text)))


def normalise_revision(raw: str) -> int:
    """Return the revision (차수) that a cell states, else the current one."""
    number = re.search(r"\d+", unicodedata.normalize("NFKC", raw))
    return int(number[0]) if number else CURRENT_REVISION


def is_manufacturing(code: str, *, revision: int = CURRENT_REVISION) -> bool:
    """Say whether the code is of manufacturing (제조업) in the revision it was given in."""
    if not re.fullmatch(r"[0-9]{2,5}", code):
        return False
    division = int(code[:2])
    if revision <= EIGHTH_REVISION:
        return division in EIGHTH_MANUFACTURING and not code.startswith(EIGHTH_PUBLISHING)
    return division in MANUFACTURING


def find_industry(code: str) -> Industry | None:
    """Return the most exact industry of our table whose code begins this one (longest prefix)."""
    table = industries()
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None


@cache
def industries() -> Mapping[str, Industry]:
    """Return all industries of our table by code."""
    with INDUSTRIES.open(encoding="utf-8", newline="") as file:
        return {
            row["ksic10"]: Industry(row["ksic10"], row["name_ko"], row["name_en"])
            for row in csv.DictReader(file)
        }
