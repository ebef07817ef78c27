"""All sheets of an .xlsx workbook, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.spreadsheet.child.marks import Marks
from outreach.spreadsheet.child.packages import Package
from outreach.spreadsheet.child.rows import SheetRows
from outreach.spreadsheet.child.sheet_parts import SheetParts
from outreach.spreadsheet.child.sheets import begin_line, end_line
from outreach.spreadsheet.child.workbook_parts import WorkbookParts
from outreach.spreadsheet.child.workbooks import PieceReader
from outreach.spreadsheet.limits import Limits


def workbook_lines(package: Package, parts: WorkbookParts, limits: Limits) -> Iterator[bytes]:
    """Yield the lines of all sheets; the rows of all together count."""
    for one in parts.sheets:
        reader = PieceReader(parts, limits)
        sheet = SheetParts(package, one.part, reader.size)
        rows = SheetRows(limits)
        yield begin_line(one.name, one.is_hidden)
        for piece in sheet.pieces():
            yield from piece_lines(reader, sheet, piece, rows)
        yield end_line(rows.count, sheet.merged())


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
