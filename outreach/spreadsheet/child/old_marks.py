"""
What the values of an .xls do not tell: struck-out and hidden rows, and cells that hold an error.

Calamine reads the values alone, so the records of the workbook are looked through once more
([MS-XLS] 2.4): fonts and formats first, then the rows and cells of each sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from struct import error, unpack_from

from outreach.spreadsheet.child.compound_files import CompoundFile, NotCompound
from outreach.spreadsheet.child.marks import STRUCK_SHARE, Marks

BOF, EOF, FONT, XF, SHEET, ROW = 0x809, 0x0A, 0x31, 0xE0, 0x85, 0x208
FORMULA, BOOL_OR_ERROR, SEVERAL = 0x06, 0x205, 0xBD
CELLS = frozenset({0xFD, 0x204, 0x203, 0x27E, 0xD6, FORMULA, BOOL_OR_ERROR})
STRIKE, HIDDEN_ROW, AN_ERROR = 0x08, 0x20, 2
NO_FONT_FOUR = 4  # fonts are counted 0 to 3, then from 5 on
MOST_RECORDS = 4_000_000  # a sheet of 65,536 rows by 20 columns has 1.4 million


def read_old_marks(content: bytes) -> list[Marks]:
    """Return the marks of each sheet, in the order of the workbook; none where nothing is clear."""
    try:
        return _Book(CompoundFile(content).stream("Workbook", "Book")).marks()
    except (NotCompound, error, IndexError):
        return []


class _Book:
    """The records of a workbook; how many are looked at is limited for all sheets together."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._left = MOST_RECORDS
        self._fonts: list[bool] = []
        self._formats: list[int] = []
        self._begins: list[int] = []

    def marks(self) -> list[Marks]:
        """Return the marks of each sheet."""
        for kind, at, _length in self._records(0):
            if kind == FONT:
                self._fonts.append(bool(self._stream[at + 2] & STRIKE))
            elif kind == XF:
                self._formats.append(unpack_from("<H", self._stream, at)[0])
            elif kind == SHEET:
                self._begins.append(unpack_from("<I", self._stream, at)[0])
        struck = {number for number, font in enumerate(self._formats) if self._is_struck(font)}
        return [self._of_sheet(begin, struck) for begin in self._begins]

    def _is_struck(self, font: int) -> bool:
        place = font - 1 if font > NO_FONT_FOUR else font
        return place < len(self._fonts) and self._fonts[place]

    def _of_sheet(self, begin: int, struck: Collection[int]) -> Marks:
        marks = Marks()
        cells, crossed = Counter[int](), Counter[int]()
        stream = self._stream
        for kind, at, length in self._records(begin):
            if kind == ROW:
                if stream[at + 12] & HIDDEN_ROW:
                    marks.hidden.add(unpack_from("<H", stream, at)[0] + 1)
            elif kind == SEVERAL and struck:
                (row,) = unpack_from("<H", stream, at)
                for format_at in range(at + 4, at + length - 2, 6):
                    cells[row] += 1
                    crossed[row] += unpack_from("<H", stream, format_at)[0] in struck
            elif kind in CELLS:
                if struck:
                    row, _column, form = unpack_from("<HHH", stream, at)
                    cells[row] += 1
                    crossed[row] += form in struck
                if _is_error(kind, stream, at):
                    row, column = unpack_from("<HH", stream, at)
                    marks.errors[row + 1] = (*marks.errors.get(row + 1, ()), column)
        marks.struck |= {
            row + 1
            for row, count in crossed.items()
            if count and count >= STRUCK_SHARE * cells[row]
        }
        return marks

    def _records(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Yield kind, place and length of the records up to the end of a sheet or the globals."""
        stream, depth = self._stream, 0
        while place + 4 <= len(stream):
            self._left -= 1
            if self._left < 0:
                raise NotCompound
            kind, length = unpack_from("<HH", stream, place)
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:  # not of a chart within the sheet
                yield kind, place + 4, length
            place += 4 + length


def _is_error(kind: int, stream: bytes, at: int) -> bool:
    if kind == BOOL_OR_ERROR:
        return stream[at + 7] == 1
    return (
        kind == FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == AN_ERROR
    )
