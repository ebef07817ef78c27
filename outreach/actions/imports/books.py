"""The reader, or its stand-in until it has landed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

if find_spec("outreach.spreadsheet.reading"):
    from outreach.spreadsheet.books import PackedBook
    from outreach.spreadsheet.headings import WORKPLACES as VOCABULARY
    from outreach.spreadsheet.reading import read_file
    from outreach.spreadsheet.refusals import FileRefused
    from outreach.spreadsheet.row_kinds import RowKind
    from outreach.spreadsheet.tables import Table, find_tables, left_out_sheets
else:
    from outreach.actions.imports.old_books import (  # type: ignore[assignment]
        PackedBook,
        RowKind,
        Table,
        find_tables,
        read_file,
    )
    from outreach.spreadsheet.cells import FileRefused  # type: ignore[assignment]

    VOCABULARY: Any = None  # type: ignore[no-redef]

    def left_out_sheets(*args: object) -> list[Any]:  # type: ignore[misc]
        """Return nothing."""
        return []


__all__ = [
    "VOCABULARY",
    "FileRefused",
    "PackedBook",
    "RowKind",
    "Table",
    "find_tables",
    "left_out_sheets",
    "read_file",
]
