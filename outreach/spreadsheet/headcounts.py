from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.tables import TableRow

MOST_WORKERS = 99_999
COUNTS = (
    Column.HEADCOUNT,
    Column.MEN,
    Column.WOMEN,
    Column.FOREIGN_MEN,
    Column.FOREIGN_WOMEN,
    Column.FOREIGN,
)


@dataclass(frozen=True)
class Headcount:
    """How many work there, as far as the row says; women and foreigners count in the total."""

    total: int | None
    women: int | None
    foreign: int | None
    unreadable: tuple[Column, ...]
    adds_up: bool


def count_heads(row: TableRow) -> Headcount:
    """
    Read the numbers of workers.

    The factory register counts foreign workers beside men and women; other lists count them among
    these, so both sums are taken as right.
    """
    numbers = {column: read_count(row.get(column)) for column in COUNTS}
    domestic = _total(numbers[Column.MEN], numbers[Column.WOMEN])
    foreign = _total(numbers[Column.FOREIGN_MEN], numbers[Column.FOREIGN_WOMEN])
    if foreign is None:
        foreign = numbers[Column.FOREIGN]
    everybody = _total(domestic, foreign)
    stated = numbers[Column.HEADCOUNT]
    return Headcount(
        total=everybody if stated is None and domestic is not None else stated,
        women=_total(numbers[Column.WOMEN], numbers[Column.FOREIGN_WOMEN]),
        foreign=foreign,
        unreadable=tuple(
            column for column in COUNTS if row.get(column) and numbers[column] is None
        ),
        adds_up=stated is None or domestic is None or stated in {domestic, everybody},
    )


def read_count(text: str) -> int | None:
    """Return a number of people: "1,234", "14명"; nothing for a blank or anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    number = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*명?", plain)
    if number is None or int(number[1]) > MOST_WORKERS:
        return None
    return int(number[1])


def _total(*parts: int | None) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
