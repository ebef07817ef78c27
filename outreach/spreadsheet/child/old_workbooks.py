"""Reading .xls, .xlsb and .ods: calamine reads a whole sheet at a time."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from outreach.spreadsheet.books import Range
from outreach.spreadsheet.child.marks import Marks
from outreach.spreadsheet.child.sheets import FoundSheet, RowCells
from outreach.spreadsheet.limits import Limits
from outreach.spreadsheet.refusals import FileReason, refusal

MOST_MERGED = 20_000
BIFF8_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
BIFF5_BEGIN = b"\x09\x08\x08\x00\x00\x05\x05\x00"
PASSWORD_RECORD, SHEET_RECORD = 0x2F, 0x85
FIRST_RECORDS = 512  # bytes; the stream may go on elsewhere in the file


def old_sheets(content: bytes, limits: Limits, marks: Sequence[Marks] = ()) -> Iterator[FoundSheet]:
    """
    Yield the sheets of a workbook, with the marks of each where they could be read.

    Of .xlsb and .ods nobody reads them: the sheet says so.
    """
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    about = workbook.sheets_metadata
    if len(about) > limits.max_sheets:
        raise refusal(FileReason.TOO_MANY_SHEETS)
    for place, one in enumerate(about):
        if one.typ is SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_index(place)
            is_hidden = one.visible is not SheetVisibleEnum.Visible
            found = marks[place] if place < len(marks) else None
            known = found or Marks()
            yield FoundSheet(
                one.name,
                _rows(sheet, limits),
                is_hidden,
                _merged(sheet),
                known.struck,
                known.hidden,
                known.errors,
                marks_unread=found is None,
            )


def is_locked(content: bytes) -> bool:
    """Say whether an .xls has a password: calamine then says only that it knows no such format."""
    begin = max(content.find(BIFF8_BEGIN), content.find(BIFF5_BEGIN))
    if begin < 0:
        return False
    place = begin
    while place + 4 <= min(len(content), begin + FIRST_RECORDS):
        kind, length = struct.unpack_from("<HH", content, place)
        if kind in {PASSWORD_RECORD, SHEET_RECORD}:
            return bool(kind == PASSWORD_RECORD)
        place += 4 + length
    return False


def _rows(sheet: CalamineSheet, limits: Limits) -> Iterator[RowCells]:
    if sheet.start is None or sheet.end is None:
        return
    if sheet.end[1] >= limits.max_columns:
        raise refusal(FileReason.TOO_MANY_COLUMNS)
    yield from enumerate(sheet.iter_rows(), start=1)


def _merged(sheet: CalamineSheet) -> list[Range]:
    found = sheet.merged_cell_ranges or []
    return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found][
        :MOST_MERGED
    ]
