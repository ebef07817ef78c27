"""Sheets on their way out: a line that names each, its rows, and a line that ends it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.rules.resident_numbers import without_resident_numbers
from outreach.spreadsheet.books import Range
from outreach.spreadsheet.child.rows import SheetRows
from outreach.spreadsheet.child.texts import clean
from outreach.spreadsheet.limits import Limits

RowCells = tuple[int, Sequence[object]]
LONGEST_NAME = 80


@dataclass
class FoundSheet:
    """A sheet of a small format: CSV, web page, old workbook."""

    name: str
    rows: Iterable[RowCells]
    is_hidden: bool = False
    merged: Sequence[Range] = ()
    struck: set[int] = field(default_factory=set)  # grows as the rows are read
    hidden: Collection[int] = ()
    errors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    marks_unread: bool = False  # which rows are struck out or hidden could not be read


def sheet_lines(sheet: FoundSheet, limits: Limits) -> Iterator[bytes]:
    """Yield the lines of a sheet."""
    yield begin_line(sheet.name, sheet.is_hidden)
    rows = SheetRows(limits)
    for number, cells in sheet.rows:
        line = rows.line(
            number, cells, struck=sheet.struck, hidden=sheet.hidden, errors=sheet.errors
        )
        if line is not None:
            yield line
    yield end_line(rows.count, sheet.merged, marks_unread=sheet.marks_unread)


def begin_line(name: str, is_hidden: bool) -> bytes:
    """Return the line that names a sheet; a name may hold a resident number like any text."""
    told = without_resident_numbers(clean(name))[:LONGEST_NAME]
    return json.dumps({"sheet": told, "is_hidden": is_hidden}, ensure_ascii=False).encode()


def end_line(count: int, merged: Sequence[Range], *, marks_unread: bool = False) -> bytes:
    """Return the line that ends a sheet."""
    told = {"end": count, "merged": merged, "marks_unread": marks_unread}
    return json.dumps(told, separators=(",", ":")).encode()
