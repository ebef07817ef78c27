"""Writing a sheet that opens safely: a text stays a text, whatever sign it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18


def sheet_bytes(
    *, title: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> bytes:
    """Return a workbook of one sheet: a title, headings, and rows of texts and whole numbers."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True})
    grouped = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet()
    sheet.set_column(0, max(len(columns) - 1, 0), WIDTH)
    sheet.write_string(0, 0, title, bold)
    for column, heading in enumerate(columns):
        sheet.write_string(2, column, heading, bold)
    for number, row in enumerate(rows, start=3):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)  # never a formula or a link
            else:
                sheet.write_number(number, column, cell, grouped)
    sheet.freeze_panes(3, 1)
    book.close()
    return file.getvalue()
