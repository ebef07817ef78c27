"""A row of a preview before it is kept: thousands a second are made, reported and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outreach.actions.imports.kinds import Candidate, Changes, Line, Remark, encode
from outreach.models import ImportFile, ImportRow, bulk

Note = dict[str, Any]  # {"code": …, "column": …, "heading": …, "row": …, "sheet": …}
COLUMNS = (
    "file_id", "sheet", "row", "outcome", "canonical", "reasons", "warnings", "changes",
    "candidates", "workplace_id", "subject_id", "digest",
)  # fmt: skip
NO_LINE = Line({})


@dataclass(slots=True, eq=False)
class PreviewRow:
    """What an ImportRow will say; most rows say nothing in most columns."""

    sheet: str
    row: int
    outcome: str
    line: Line
    reasons: Sequence[Note] = ()
    warnings: Sequence[Note] = ()
    changes: Changes = field(default_factory=dict)
    candidates: Sequence[Candidate] = ()
    workplace_id: int | None = None
    subject_id: int | None = None
    digest: str = ""

    @property
    def text(self) -> str:
        """The canonical values as JSON."""
        return self.line.text


def keep(import_file: ImportFile, rows: Iterable[PreviewRow]) -> None:
    """Write the rows of a preview."""
    pk = import_file.pk
    values = (
        (
            pk,
            row.sheet,
            row.row,
            row.outcome,
            row.text,
            encode(row.reasons) if row.reasons else "[]",
            encode(row.warnings) if row.warnings else "[]",
            encode(row.changes) if row.changes else "{}",
            encode(row.candidates) if row.candidates else "[]",
            row.workplace_id,
            row.subject_id,
            row.digest,
        )
        for row in rows
    )
    bulk.insert(ImportRow, COLUMNS, values, is_ready=True)


class Notes:
    """Remarks as they are kept: with the column's name as the file writes it."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        self._headings = headings
        self._known: dict[Remark, Note] = {}

    def of(self, remarks: Iterable[Remark]) -> list[Note]:
        """Return the notes of remarks; those that many rows have are made once."""
        return [self._known.get(remark) or self._note(remark) for remark in remarks]

    def _note(self, remark: Remark) -> Note:
        column = str(remark.column)
        note: Note = {
            "code": str(remark.code),
            "column": column,
            "heading": self._headings.get(column, ""),
        }
        if remark.row is not None:
            return note | {"row": remark.row, "sheet": remark.sheet}
        self._known[remark] = note
        return note
