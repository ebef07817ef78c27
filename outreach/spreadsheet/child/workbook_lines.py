"""All sheets of an .xlsx workbook, line by line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from outreach.spreadsheet.child.confinement import halve_memory
from outreach.spreadsheet.child.marks import Marks
from outreach.spreadsheet.child.packages import Package
from outreach.spreadsheet.child.rows import SheetRows
from outreach.spreadsheet.child.second_process import read_by_two
from outreach.spreadsheet.child.sheet_parts import SheetParts
from outreach.spreadsheet.child.sheets import begin_line, end_line
from outreach.spreadsheet.child.workbook_parts import WorkbookParts
from outreach.spreadsheet.child.workbooks import PieceReader
from outreach.spreadsheet.limits import MEGABYTE, Limits

LARGE = 24 * MEGABYTE  # unpacked: below, a second process is not worth its start


def workbook_lines(package: Package, parts: WorkbookParts, limits: Limits) -> Iterator[bytes]:
    """Yield the lines of all sheets."""
    for one in parts.sheets:
        reader = PieceReader(parts, limits)
        sheet = SheetParts(package, one.part, reader.size)
        rows = SheetRows(limits)
        yield begin_line(one.name, one.is_hidden)
        pieces = sheet.pieces()
        for piece in islice(pieces, 1):  # it has the headings, by which columns are masked
            yield from piece_lines(reader, sheet, piece, rows)
        if package.size(one.part) >= LARGE and reader.is_numbered and _has_room(package, limits):
            yield from _lines_by_two(reader, sheet, pieces, rows)
        for piece in pieces:
            yield from piece_lines(reader, sheet, piece, rows)
        yield end_line(rows.count, sheet.merged())


def _has_room(package: Package, limits: Limits) -> bool:
    """Say whether there is a second core, and memory for a second process."""
    has_core = len(os.sched_getaffinity(0)) > 1
    return has_core and halve_memory(memory=limits.memory, shared=package.packed_size)


def _lines_by_two(
    reader: PieceReader, sheet: SheetParts, pieces: Iterator[bytes], rows: SheetRows
) -> Iterator[bytes]:
    def read(piece: bytes) -> bytes:
        return b"\n".join(piece_lines(reader, sheet, piece, rows))

    count = rows.count
    for lines in read_by_two(pieces, read):
        if lines:
            split = lines.split(b"\n")
            count += len(split)
            rows.count = count  # also what the other process counted
            rows.check()
            yield from split


def piece_lines(
    reader: PieceReader, sheet: SheetParts, piece: bytes, rows: SheetRows
) -> Iterator[bytes]:
    """Yield the lines of some rows."""
    marks, values = reader.read(sheet, piece)
    unseen = _marked_without_values(marks)
    for number, cells in values:
        unseen.discard(number)
        line = rows.line(
            number,
            cells,
            struck=marks.struck,
            hidden=marks.hidden,
            missing=marks.missing,
            errors=marks.errors,
        )
        if line is not None:
            yield line
    for number in sorted(unseen):  # rows of nothing but formulas without a value
        line = rows.line(number, (), missing=marks.missing, errors=marks.errors)
        if line is not None:
            yield line


def _marked_without_values(marks: Marks) -> set[int]:
    return {*marks.missing, *marks.errors}
