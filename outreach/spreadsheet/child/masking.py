"""Taking resident and foreigner numbers out of every row before it leaves the process."""

from __future__ import annotations

import re

from outreach.rules.resident_numbers import (
    MARK,
    SHORTEST,
    may_hold_resident_number,
    without_resident_numbers,
)
from outreach.spreadsheet.vocabularies import squeeze

HEADINGS = re.compile(r"주민(?:등록)?번호|주민등록|외국인등록|거소신고|실명번호|주민\(?외국인")
HEADING_LENGTH = 40
ROWS_LOOKED_AT = 60
CELLS = "\x1f"  # stands between the cells of a row when they are searched together
SEVEN = 7

# A number in two cells: the birth date and, beside it or after a dash, the seven others.
PAIR = re.compile(
    r"(?:^|(?<=\x1f))\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\x1f(?:[-~‐-―－]\x1f)?(?=[1-8]\d{6}(?:\x1f|$))"
)
_DATE = re.compile(r"(?:19|20)\d{6}")


class Masker:
    """Masks the rows of one sheet, more strictly in a column headed as resident numbers."""

    def __init__(self) -> None:
        self._strict: set[int] = set()
        self._seen = 0

    @property
    def is_relaxed(self) -> bool:
        """Say whether a row without any trace of a number needs no look at its columns."""
        return not self._strict and self._seen >= ROWS_LOOKED_AT

    def mask(self, cells: list[str], joined: str) -> tuple[int, ...]:
        """Mask the numbers in a row's cells, which `joined` holds, and return where they were."""
        found = _mask_whole(cells)
        pair = PAIR.search(joined)
        while pair is not None:
            index = joined.count(CELLS, 0, pair.end())
            cells[index] = MARK
            found.append(index)
            pair = PAIR.search(joined, pair.end())
        if self._strict:
            found += [index for index in self._strict if _mask_strictly(cells, index)]
        if self._seen < ROWS_LOOKED_AT:
            self._seen += 1
            self._learn(cells, joined)
        return tuple(sorted(set(found)))

    def _learn(self, cells: list[str], joined: str) -> None:
        """Remember the columns headed so; a blank heading beside one belongs to it."""
        if HEADINGS.search(squeeze(joined)) is None:
            return
        for index, cell in enumerate(cells):
            if len(cell) <= HEADING_LENGTH and HEADINGS.search(squeeze(cell)) is not None:
                self._strict.add(index)
                if index + 1 == len(cells) or not cells[index + 1]:
                    self._strict.add(index + 1)


def _mask_whole(cells: list[str]) -> list[int]:
    found = []
    for index, cell in enumerate(cells):
        if len(cell) >= SHORTEST and may_hold_resident_number(cell):
            masked = without_resident_numbers(cell, keep_masked=True)
            if masked != cell:
                cells[index] = masked
                found.append(index)
    return found


def _mask_strictly(cells: list[str], index: int) -> bool:
    """
    Mask what is a number or part of one, though zeros were lost or letters stand around it.

    A birth date stays, and so does 880412-1******.
    """
    if index >= len(cells) or MARK in cells[index]:
        return False
    digits = re.sub(r"\D", "", cells[index])
    is_birth_date = _DATE.fullmatch(digits) is not None or digits[6:7] == digits[6:]
    if len(digits) < SEVEN or (is_birth_date and len(digits) != SEVEN):
        return False
    if len(digits) == SEVEN and re.match(r"\s*\d{6}\D", cells[index]):
        return False  # 880412-1 tells a birth date and which century
    cells[index] = MARK
    return True
