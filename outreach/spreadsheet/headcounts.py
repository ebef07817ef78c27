from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.row_cells import Cells
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
PEOPLE = r"\s*(?:명|인|人)?"
ONLY = re.compile(rf"(?:총|상시|전체|합계|계)?\s*(\d{{1,9}})(?:\.0+)?{PEOPLE}")
BY_SEX = re.compile(rf"남\D{{0,3}}(\d{{1,5}}){PEOPLE}[\s,/·+]*여\D{{0,3}}(\d{{1,5}}){PEOPLE}")
FROM_TO = re.compile(
    rf"(\d{{1,5}}){PEOPLE}\s*[~∼\-–]\s*(\d{{1,5}}){PEOPLE}(?:\s*(?:정도|내외|미만|이하))?"
)
BELOW = re.compile(rf"(\d{{1,5}}){PEOPLE}\s*(?:미만|이하|이내)")
ABOUT = re.compile(
    rf"(?:약|대략|한)?\s*(\d{{1,5}})\s*여?{PEOPLE}\s*(?:이상|초과|정도|내외|가량|쯤|안팎|\+)?|약\s*(\d{{1,5}})"
)
NOTE = re.compile(r"\([^()]*\)")
ALONE = re.compile(
    r"(?:사장|대표|본인|사업주)?\s*(?:혼자|본인|단독|나홀로|1인\s*사업(?:장|자|체)?)"
)
NOTHING = re.compile(r"\W*(?:없음|미상|모름|해당\s?없음|미기재|x)?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """A number of people as a cell gives it, exactly or as the least it can be."""

    number: int
    exact: bool


@dataclass(frozen=True)
class Headcount:
    """How many work there, as far as the row says; women and foreigners count in the total."""

    total: int | None
    women: int | None
    foreign: int | None
    unreadable: tuple[Column, ...]
    adds_up: bool
    estimated: tuple[Column, ...] = ()


def count_heads(row: Cells | TableRow) -> Headcount:
    """
    Read the numbers of workers.

    The factory register counts foreign workers beside men and women; other lists count them among
    these, so both sums are taken as right.
    """
    get = row.values.get
    return _count(tuple([get(column, "") for column in COUNTS]))


@lru_cache(maxsize=8192)
def _count(cells: tuple[str, ...]) -> Headcount:
    texts = {column: text for column, text in zip(COUNTS, cells, strict=True) if text}
    counts = {column: read_heads(text) for column, text in texts.items()}
    numbers = {column: count.number for column, count in counts.items() if count}
    domestic = _total(numbers.get(Column.MEN), numbers.get(Column.WOMEN))
    foreign = _total(numbers.get(Column.FOREIGN_MEN), numbers.get(Column.FOREIGN_WOMEN))
    if foreign is None:
        foreign = numbers.get(Column.FOREIGN)
    everybody = _total(domestic, foreign)
    stated = numbers.get(Column.HEADCOUNT)
    return Headcount(
        total=everybody if stated is None and domestic is not None else stated,
        women=_total(numbers.get(Column.WOMEN), numbers.get(Column.FOREIGN_WOMEN)),
        foreign=foreign,
        unreadable=tuple(
            column
            for column, text in texts.items()
            if counts[column] is None and not NOTHING.fullmatch(text)
        ),
        adds_up=stated is None or domestic is None or stated in {domestic, everybody},
        estimated=tuple(column for column, count in counts.items() if count and not count.exact),
    )


def read_count(text: str) -> int | None:
    """Return a number of people: "1,234", "14명", the least of "5~9인"; nothing for words."""
    count = read_heads(text)
    return count.number if count else None


@lru_cache(maxsize=4096)
def read_heads(text: str) -> Count | None:
    """
    Read a number of people.

    Of a range the least counts (5~9 is 5), and below a number there is at least one: what the law
    asks begins at 5, so a range must not lift a workplace over that line.
    """
    if text.isascii() and text.isdigit():
        return _within_reason(int(text), exact=True) if len(text) < 10 else None
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    only = ONLY.fullmatch(plain)
    if only:
        return _within_reason(int(only[1]), exact=True)
    by_sex = BY_SEX.fullmatch(plain)
    if by_sex:
        return _within_reason(int(by_sex[1]) + int(by_sex[2]), exact=True)
    bare = NOTE.sub("", plain).strip()
    if bare != plain and (told := read_heads(bare)):
        return told
    if ALONE.fullmatch(plain):
        return Count(1, exact=True)
    span = FROM_TO.fullmatch(plain)
    if span:
        return _within_reason(int(span[1]), exact=False) if int(span[1]) <= int(span[2]) else None
    if BELOW.fullmatch(plain):
        return Count(1, exact=False)
    about = ABOUT.fullmatch(plain)
    return _within_reason(int(about[1] or about[2]), exact=False) if about else None


def _within_reason(number: int, *, exact: bool) -> Count | None:
    return Count(number, exact) if number <= MOST_WORKERS else None


def _total(*parts: int | None) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
