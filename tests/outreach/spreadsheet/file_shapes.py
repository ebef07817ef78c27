"""Every shape of file in which lists come, and what becomes of each."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from outreach.spreadsheet.headings import WORKPLACES
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.refusals import FileRefused
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import Table, TableRow, find_tables, left_out_sheets

MARKS = ("missing_formulas", "redacted", "errors", "lost_digits")


@dataclass(frozen=True)
class Shape:
    """A file, and what becomes of it; `show` are the columns told of each row."""

    name: str
    make: Callable[[], bytes]
    became: str
    file: str = "명단.xlsx"
    show: tuple[str, ...] = ("NAME",)
    remembered: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def judge(self) -> str:
        """Read the file and tell in one line what became of it."""
        try:
            book = read_file(io.BytesIO(self.make()), self.file)
            tables = find_tables(book, WORKPLACES, self.remembered)
        except FileRefused as refused:
            return f"refused: {refused.code}"
        left = [
            f"{one.sheet} left out ({one.why})"
            for one in left_out_sheets(book, WORKPLACES, self.remembered)
        ]
        return "; ".join([*map(self._table, tables), *left])

    def _table(self, table: Table) -> str:
        rows = ", ".join(_row(row, self.show) for row in table.rows())
        heading = "+".join(map(str, table.header_rows)) or "none"
        name = "" if table.sheet == self.file else f"{table.sheet} "
        unread = " [marks unread]" if table.marks_unread else ""
        return f"{name}(heading {heading}){unread}: {rows}"


def _row(row: TableRow, show: tuple[str, ...]) -> str:
    told = [row.get(column).replace("\n", "/") or "-" for column in show]
    if row.kind is not RowKind.DATA:
        told = [row.kind.value]
    marks = [
        f"{name} {' '.join(getattr(row, name))}".strip() for name in MARKS if getattr(row, name)
    ]
    if row.is_hidden:
        marks.append("hidden")
    return " ".join([str(row.number), "|".join(told), *(f"[{mark}]" for mark in marks)])
