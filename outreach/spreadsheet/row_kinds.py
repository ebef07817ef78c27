"""Telling the rows of a list from those that people put between and below them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from outreach.spreadsheet.books import RawRow
from outreach.spreadsheet.vocabularies import squeeze

SUM = re.compile(r"(?:소|합|총|누|총합|중)계|계|총합|합산|전체|grandtotal|subtotal|total")
SUM_OF = re.compile(r".{0,12}(?:소계|합계|총계|총합계|누계)(?:\d+(?:개|개소|건|명|업체)?)?")
NOTE = re.compile(
    r"\s*(?:[※＊*☆★▷▶☞]|\(?주\)?\s*[:)]\s|\(?주의|주\s?\d\s?\)|비\s?고\s*[:)]|참고\s*[:)]|출처\s*[:)]|자료\s*[:)]"
    r"|작성(?:자|일|기준)|기준일|담당\s*[:)]|문의\s*[:)]|\(?단위\s*[:)]|note\s*:)",
    re.I,
)
END = re.compile(
    r"[-~=.·\s<(\[]*(?:이\s*하\s*(?:여\s*백|빈\s*칸|공\s*란)|끝|end)[-~=.·\s>)\].]*", re.I
)
# Without one of these signs, or an unusual one, no text is a sum.
MAY_BE_SUM = re.compile(r"[계합체tT]|[^\x00-\x7f가-힣]")
RUNNING_NUMBER = re.compile(r"\d{1,6}\.?")
MOST_NOTE_CELLS = 3
REPEATED_SHARE = 0.6
FEWEST_REPEATED = 2


class RowKind(StrEnum):
    """What a row below the column names is."""

    DATA = "DATA"
    REPEATED_HEADER = "REPEATED_HEADER"
    SUBTOTAL = "SUBTOTAL"
    FOOTNOTE = "FOOTNOTE"
    STRUCK_OUT = "STRUCK_OUT"
    NUMBER_ONLY = "NUMBER_ONLY"  # a line of the form that nobody filled in


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The squeezed names of a column, of all tiers."""

    names: frozenset[str]
    firsts: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Return the names that a heading has."""
        names = frozenset(squeeze(text) for text in texts) - {""}
        return cls(names, frozenset(name[0] for name in names))

    def has(self, cell: str) -> bool:
        """Tell whether a cell repeats one; of nearly every cell the first letter tells."""
        first = cell[0]
        is_plain = "가" <= first <= "힣" or (first.isascii() and first.isalnum())
        if is_plain and first.lower() not in self.firsts:
            return False
        return squeeze(cell) in self.names


def kind_of(
    row: RawRow,
    values: Mapping[str, str],
    headings: Mapping[int, ColumnNames],
    required: Collection[str],
) -> RowKind:
    """
    Say what a row is.

    `required` are the columns without which there is nothing to take in.
    """
    if row.is_struck:
        return RowKind.STRUCK_OUT
    filled = [(index, cell) for index, cell in enumerate(row.cells) if cell]
    if not filled:  # a formula without a value, or an error, is all there is
        return RowKind.DATA if row.missing_formulas or row.errors else RowKind.NUMBER_ONLY
    first = filled[0][1]
    if len(filled) <= MOST_NOTE_CELLS and (NOTE.match(first) or END.fullmatch(first)):
        return RowKind.FOOTNOTE
    if _is_repeated(filled, headings):
        return RowKind.REPEATED_HEADER
    told = [values[column] for column in required if values.get(column)]
    is_named = any(not is_sum(text) for text in told) and not _is_sum_row(filled, told)
    if not is_named and any(is_sum(cell) for _, cell in filled[:MOST_NOTE_CELLS]):
        return RowKind.SUBTOTAL
    if len(filled) == 1 and not values:
        return RowKind.NUMBER_ONLY if RUNNING_NUMBER.fullmatch(first) else RowKind.FOOTNOTE
    return RowKind.DATA


def is_sum(text: str) -> bool:
    """Say whether a cell announces a sum: 소 계, 합계(12개소), 중구 소계."""
    if MAY_BE_SUM.search(text) is None:
        return False
    squeezed = squeeze(text)
    return SUM.fullmatch(squeezed) is not None or SUM_OF.fullmatch(squeezed) is not None


def _is_sum_row(filled: list[tuple[int, str]], told: list[str]) -> bool:
    """Say whether a row that names a district sums it up: 소계 first, then 중구."""
    return len(told) <= 1 and is_sum(filled[0][1])


def _is_repeated(filled: list[tuple[int, str]], headings: Mapping[int, ColumnNames]) -> bool:
    needed = max(FEWEST_REPEATED, math.ceil(REPEATED_SHARE * len(filled)))
    others = len(filled) - needed
    for index, cell in filled:
        names = headings.get(index)
        if names is None or not names.has(cell):
            others -= 1
            if others < 0:  # of nearly every row the first cells tell
                return False
    return others >= 0
