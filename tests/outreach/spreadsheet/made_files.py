"""Files made for the tests, as the programs make them that people keep their lists in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]
HEADING = ("업체명", "도로명주소", "전화번호", "종업원수")
HANBIT = ("한빛도장", "서울 중구 을지로 157", "02-2222-3333", "12")
DURI = ("두리봉제", "서울 종로구 창신길 20", "010-0123-4567", "3")
LIST: Rows = (HEADING, HANBIT, DURI)


def xlsx(*sheets: Rows, change: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Write a workbook with a sheet for each list of rows; `change` is done to it at the end."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if change is not None:
        change(book)
    book.close()
    return file.getvalue()


def comma_separated(rows: Rows, separator: str = ",") -> str:
    """Write the rows as Excel saves them as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def web_page(rows: Rows, *, head: str = "", cell: str = "td") -> str:
    """Write the rows as the table of a page, which public systems save as .xls."""
    lines = "".join(
        "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>\n" for row in rows
    )
    return f"<html><head>{head}</head><body><table border=1>{lines}</table></body></html>"


def changed(package: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """Return a package with these parts written anew, added, or (None) taken out."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def part(package: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(rows: bytes, tail: bytes = b"") -> bytes:
    """Return a workbook whose one sheet has these rows, in XML, and what follows them."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (main, rows, tail)
    return changed(xlsx(LIST), {SHEET: sheet})


def inline_row(number: int, cells: Sequence[object], about: str = "") -> bytes:
    """Write one row of XML with its texts in place."""
    inner = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(cells)
    )
    return f'<row r="{number}"{about}>{inner}</row>'.encode()
