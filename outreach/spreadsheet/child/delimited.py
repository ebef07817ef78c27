"""Reading text with separators: CSV as Excel saves it, tabs, semicolons."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from outreach.spreadsheet.child.letters import encoding_of
from outreach.spreadsheet.child.sheets import FoundSheet, RowCells
from outreach.spreadsheet.refusals import FileReason, refusal

SEPARATORS = ",\t;|"
LOOKED_AT = 100
LONGEST_CELL = 2**17
LONGEST_LINE = 2**20  # bytes; a longer one would be cut into more cells than fit in memory
MOST_LINES = 30  # in one cell; more means that a quotation mark never ends
STATED = re.compile(r"\s*\"?sep=(.)\"?\s*", re.I)


def delimited_sheet(content: bytes) -> FoundSheet:
    """
    Return the one sheet of a text file.

    :raises NotASpreadsheet: it is no text, or its quotation marks do not match
    :raises TooLarge: a line holds more than any list's
    """
    _refuse_endless_lines(content)
    encoding = encoding_of(content)
    csv.field_size_limit(LONGEST_CELL)
    with _opened(content, encoding) as text:
        stated = STATED.fullmatch(text.readline(LOOKED_AT))
    separator = stated[1] if stated is not None else _likely_separator(content, encoding)
    return FoundSheet("", _rows(content, encoding, separator, skip=stated is not None))


def _refuse_endless_lines(content: bytes) -> None:
    """Look for a line end in each stretch; one byte of UTF-16 that looks like it does no harm."""
    place = 0
    while len(content) - place > LONGEST_LINE:
        last = place + LONGEST_LINE
        end = max(content.rfind(b"\n", place, last), content.rfind(b"\r", place, last))
        if end < 0:
            raise refusal(FileReason.TOO_MANY_COLUMNS)
        place = end + 1


def _opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _likely_separator(content: bytes, encoding: str) -> str:
    """Return the separator that cuts most of the first rows into equally many cells."""

    def regularity(separator: str) -> tuple[int, int]:
        with _opened(content, encoding) as text:
            rows = csv.reader(islice(text, LOOKED_AT), delimiter=separator)
            try:
                widths = Counter(len(row) for row in rows if len(row) > 1)
            except csv.Error:
                return 0, 0
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, width

    return max(SEPARATORS, key=regularity)


def _rows(content: bytes, encoding: str, separator: str, *, skip: bool) -> Iterator[RowCells]:
    with _opened(content, encoding) as text:
        if skip:
            text.readline()
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=separator), start=1):
                if any(cell.count("\n") > MOST_LINES for cell in cells):
                    raise refusal(FileReason.BROKEN_QUOTES)
                yield number, cells
        except csv.Error as error:
            raise refusal(FileReason.BROKEN_QUOTES) from error
