from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from outreach.spreadsheet.cells import UPLOAD, FileRefused, Limits, Sheet, open_sheets
from outreach.spreadsheet.headings import (
    ROWS_LOOKED_AT,
    Column,
    is_heading_row,
    recognise_headings,
)
from outreach.spreadsheet.reasons import FileReason


class NoHeaderFound(FileRefused):
    """No sheet has a row of column names that we understand."""


@dataclass(frozen=True)
class TableRow:
    """One row: its number in the sheet and the texts of the columns we understand."""

    number: int
    values: Mapping[Column, str]

    def get(self, column: Column) -> str:
        """Return the text of a column, or nothing."""
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    """The list found in a file: where it stands, its column names, its rows."""

    sheet: str
    header_row: int
    headings: Mapping[Column, str]
    rows: list[TableRow]

    def heading(self, column: Column) -> str:
        """Return the column's name as the file writes it, to point somebody to it."""
        return self.headings.get(column, "")


def read_table(file: BinaryIO, name: str, *, limits: Limits = UPLOAD) -> Table:
    """
    Read the first sheet that has a heading row we understand; empty rows are left out.

    :raises NotASpreadsheet: the file is something else, or damaged
    :raises TooLarge: the file has more bytes or rows than the limits allow
    :raises NoHeaderFound: no sheet names a company and an address in its columns
    """
    for sheet in open_sheets(file, limits):
        table = _find_table(sheet, sheet.name or name)
        if table is not None:
            return table
    raise NoHeaderFound(FileReason.NO_HEADER_FOUND)


def _find_table(sheet: Sheet, name: str) -> Table | None:
    rows = enumerate(sheet.rows, start=1)
    head = list(islice(rows, ROWS_LOOKED_AT))
    found = [recognise_headings(cells) for _, cells in head]
    likely = [index for index, columns in enumerate(found) if is_heading_row(columns)]
    if not likely:
        return None
    best = max(likely, key=lambda index: len(found[index]))
    number, cells = head[best]
    columns = found[best]
    headings: dict[Column, str] = {}
    for index, column in columns.items():
        headings.setdefault(column, " ".join(cells[index].split()))
    below = chain(head[best + 1 :], rows)
    return Table(name, number, headings, list(_table_rows(below, columns)))


def _table_rows(
    rows: Iterator[tuple[int, list[str]]], columns: Mapping[int, Column]
) -> Iterator[TableRow]:
    for number, cells in rows:
        values: dict[Column, str] = {}
        for index, column in columns.items():
            text = cells[index].strip() if index < len(cells) else ""
            if text:
                # Only telephones come from several columns; each keeps a line of its own.
                values[column] = f"{values[column]}\n{text}" if column in values else text
        if values:
            yield TableRow(number, values)
