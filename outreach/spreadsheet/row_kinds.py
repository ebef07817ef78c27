"""Telling the rows of a list from those that people put between and below them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from enum import StrEnum

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


def kind_of(
    row: RawRow,
    values: Mapping[str, str],
    headings: Mapping[int, Collection[str]],
    required: Collection[str],
) -> RowKind:
    """
    Say what a row is.

    `headings` are the squeezed names of each column, of all tiers; `required` the columns without
    which there is nothing to take in.
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
    squeezed = squeeze(text)
    return SUM.fullmatch(squeezed) is not None or SUM_OF.fullmatch(squeezed) is not None


def _is_sum_row(filled: list[tuple[int, str]], told: list[str]) -> bool:
    """Say whether a row that names a district sums it up: 소계 first, then 중구."""
    return len(told) <= 1 and is_sum(filled[0][1])


def _is_repeated(filled: list[tuple[int, str]], headings: Mapping[int, Collection[str]]) -> bool:
    needed = max(FEWEST_REPEATED, math.ceil(REPEATED_SHARE * len(filled)))
    others = len(filled) - needed
    for index, cell in filled:
        if squeeze(cell) not in headings.get(index, ()):
            others -= 1
            if others < 0:  # of nearly every row the first cells tell
                return False
    return others >= 0
