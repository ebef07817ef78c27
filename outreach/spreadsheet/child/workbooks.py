"""
Reading .xlsx: calamine reads the values of packages that we pack ourselves, some rows at a time.

So it never sees a size, a path or a declaration that a stranger wrote, and what it takes in memory
does not grow with the list.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from outreach.spreadsheet.child.marks import Marks, read_marks
from outreach.spreadsheet.child.sheet_parts import SheetParts, column_of
from outreach.spreadsheet.child.workbook_parts import WorkbookParts
from outreach.spreadsheet.limits import MEGABYTE, Limits
from outreach.spreadsheet.refusals import FileReason, refusal

SMALLEST_PIECE = 6 * MEGABYTE
NUMBERED_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d{1,8})[\"']")
FIRST_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
BLANK_CELLS = re.compile(rb"<(?:\w+:)?c\b[^<>]*/>|<(?:\w+:)?c\b[^<>]*[^/<>]></(?:\w+:)?c>")
BLANK_ROWS = re.compile(rb"<(?:\w+:)?row\b[^<>]*?(?:/>|[^/<>]>\s*</(?:\w+:)?row>)")
MOST_BLANKS, BLANK_LENGTH = 4, 24  # a quarter of a piece, before it is worth taking them out
FAR = re.compile(rb'r="[A-Z]{3}')
FAR_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Z]{2,3})\d+[\"'][^<>]*[^/<>]>\s*<")
SPARSE = 3  # times more rows than a piece has: it is cut where the gaps are
SMALL_GAP = 1_000

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATION}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s">'
    '<workbookPr%s/><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RowCells = tuple[int, list[object]]


class PieceReader:
    """Reads pieces of sheets of one workbook."""

    def __init__(self, parts: WorkbookParts, limits: Limits) -> None:
        self._parts = parts
        self._limits = limits
        self.size = max(SMALLEST_PIECE, len(parts.texts))
        self._last = 0  # number of the last row, for files that number none

    @property
    def is_numbered(self) -> bool:
        """Say whether rows tell their numbers, so that pieces can be read in any order."""
        return not self._last

    def read(self, sheet: SheetParts, rows: bytes) -> tuple[Marks, Iterator[RowCells]]:
        """Return the marks of a piece, and its rows: the number and the cells."""
        marks = read_marks(rows, self._parts.struck_formats, sheet.tag)
        return marks, self._rows(sheet, rows)

    def _rows(self, sheet: SheetParts, rows: bytes) -> Iterator[RowCells]:
        self._refuse_far_cells(rows)
        first = FIRST_ROW.search(rows)
        if first is None or NUMBERED_ROW.match(first[0]) is None:
            before = self._last
            self._last += rows.count(b"<" + sheet.tag + b"row")
            for number, cells in self._values(sheet, rows):
                yield before + number, cells
            return
        for piece in _dense_pieces(_without_blanks(rows), sheet.tag):
            yield from self._values(sheet, piece)

    def _values(self, sheet: SheetParts, rows: bytes) -> Iterator[RowCells]:
        end = b"</" + sheet.tag + b"sheetData></" + sheet.tag + b"worksheet>"
        workbook = CalamineWorkbook.from_filelike(self._package((sheet.start, rows, end)))
        values = workbook.get_sheet_by_index(0)
        if values.start is None or values.end is None:
            return
        (top, left), (_bottom, right) = values.start, values.end
        if right >= self._limits.max_columns:
            raise refusal(FileReason.TOO_MANY_COLUMNS)
        margin: list[object] = [""] * left
        for number, cells in enumerate(values.to_python(skip_empty_area=True), start=top + 1):
            yield number, [*margin, *cells]

    def _package(self, sheet: tuple[bytes, ...]) -> io.BytesIO:
        dates = ' date1904="1"' if self._parts.is_1904 else ""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
            package.writestr("[Content_Types].xml", TYPES)
            package.writestr("_rels/.rels", ROOT_RELATIONS)
            package.writestr("xl/workbook.xml", WORKBOOK % (RELATION, dates))
            package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
            package.writestr("xl/styles.xml", self._parts.styles or b"<styleSheet/>")
            package.writestr("xl/sharedStrings.xml", self._parts.texts or b"<sst/>")
            with package.open("xl/worksheets/sheet1.xml", "w") as part:
                for piece in sheet:
                    part.write(piece)
        file.seek(0)
        return file

    def _refuse_far_cells(self, rows: bytes) -> None:
        """A value far to the right would be spread over billions of blanks before it."""
        if FAR.search(rows) is None:
            return
        for cell in FAR_CELL.finditer(rows):
            if column_of(cell[1]) >= self._limits.max_columns:
                raise refusal(FileReason.TOO_MANY_COLUMNS)


def _without_blanks(rows: bytes) -> bytes:
    """Take out cells that have a format and nothing else, when there are many of them."""
    if rows.count(b"/>") * BLANK_LENGTH < len(rows) // MOST_BLANKS:
        return rows
    return BLANK_ROWS.sub(b"", BLANK_CELLS.sub(b"", rows))


def _dense_pieces(rows: bytes, tag: bytes) -> Iterator[bytes]:
    """Cut a piece where many rows are left out: calamine would lay all of them out."""
    first, last = NUMBERED_ROW.search(rows), None
    place = rows.rfind(b"<" + tag + b"row")
    if place >= 0:
        last = NUMBERED_ROW.match(rows, place)
    if first is None or last is None:
        yield rows
        return
    length = int(last[1]) - int(first[1])
    if 0 <= length <= SMALL_GAP or length <= SPARSE * rows.count(b"<" + tag + b"row"):
        yield rows
        return
    begin, before = 0, int(first[1])
    for row in NUMBERED_ROW.finditer(rows):
        number = int(row[1])
        if not 0 <= number - before <= SMALL_GAP:
            yield rows[begin : row.start()]
            begin = row.start()
        before = number
    yield rows[begin:]
