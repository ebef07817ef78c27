"""Cells merged over several rows: their text stands for each of these rows."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.spreadsheet.books import Range, RawRow


class Spreader:
    """Writes the text of merged cells into the rows they cover, which must come in order."""

    def __init__(self, merged: Iterable[Range], below: int) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[int, tuple[int, str]] = {}
        for top, left, bottom, _right in merged:
            if bottom > top > below:
                self._starts.setdefault(top, []).append((left, bottom))

    def spread(self, row: RawRow) -> None:
        """Fill the blanks of a row that a merged cell above covers."""
        if not self._starts:
            return
        for column, bottom in self._starts.get(row.number, ()):
            if column < len(row.cells) and row.cells[column]:
                self._open[column] = (bottom, row.cells[column])
        for column, (bottom, text) in list(self._open.items()):
            if row.number > bottom:
                del self._open[column]
            elif column >= len(row.cells):
                row.cells.extend([""] * (column + 1 - len(row.cells)))
                row.cells[column] = text
            elif not row.cells[column]:
                row.cells[column] = text
