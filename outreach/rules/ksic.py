from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
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


# The year in which a revision came into force, for columns that give it instead of the number.
REVISION_YEARS = ((2024, 11), (2017, 10), (2008, 9), (1900, EIGHTH_REVISION))
# Two digits beside a word are a count (2층, 10종), not a division.
CODE = re.compile(r"(?<!\d)\d{3,5}(?!\d)|(?<![\d가-힣])\d{2}(?![\d가-힣])")
POINTED = re.compile(r"(?<!\d)(\d{2})\.(?=\d{1,3}(?!\d))(\d)\.?(\d{0,2})\.?(?!\d)")
SPACED = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?!\d)")
NUMBER_CELL = re.compile(r"(?<=\d)\.0+(?=[^\d.]|$)")


@lru_cache(maxsize=4096)
def normalise_codes(raw: str) -> tuple[str, ...]:
    """
    Return the different industry codes of a cell in the order written.

    A cell may hold several codes, a section letter ("C14191"), points or a blank in a code
    ("14.191", "14 191") or a number turned into "14191.0". No manufacturing code begins with 0, so
    none loses one: 1110 is a class of beverages (1110), not the growing of cereals (01110).
    """
    text = unicodedata.normalize("NFKC", raw)
    text = NUMBER_CELL.sub("", text)
    text = SPACED.sub(r"\1\2", POINTED.sub(r"\1\2\3", text))
    return tuple(dict.fromkeys(CODE.findall(text)))


@lru_cache(maxsize=256)
def normalise_revision(raw: str) -> int:
    """Return the revision (차수) that a cell states by number or year, else the current one."""
    found = re.search(r"\d+", unicodedata.normalize("NFKC", raw))
    if found is None:
        return CURRENT_REVISION
    number = int(found[0])
    return next((revision for year, revision in REVISION_YEARS if number >= year), number)


@lru_cache(maxsize=4096)
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
