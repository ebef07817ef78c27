"""Writing a long sheet row by row: memory stays the same, and a text stays a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter

WIDTH = 18
FIRST_ROW = 3  # below the title and a blank line
Cell = str | int | date | None


class StreamedSheet:
    """One sheet in a file of its own, written from the top; closing it finishes the file."""

    def __init__(self, path: Path, *, title: str, columns: Sequence[str]) -> None:
        # Rows go to a file beside it as they come; nothing is taken for a formula or a link.
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        bold = self._book.add_format({"bold": True, "text_wrap": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet = self._book.add_worksheet()
        self._sheet.set_column(0, max(len(columns) - 1, 0), WIDTH)
        self._sheet.freeze_panes(FIRST_ROW, 1)
        self._sheet.write_string(0, 0, title, bold)
        for column, heading in enumerate(columns):
            self._sheet.write_string(FIRST_ROW - 1, column, heading, bold)
        self._row = FIRST_ROW

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row: a text is written as one, whatever sign it begins with."""
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, cell)
            elif isinstance(cell, date):
                self._sheet.write_datetime(self._row, column, cell, self._day)
            else:
                self._sheet.write_number(self._row, column, cell)
        self._row += 1
