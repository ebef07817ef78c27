"""Rows that wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.actions.imports.kinds import Candidate
from outreach.actions.imports.reasons import Deciding
from outreach.models import ImportRow


def hold_again(row: ImportRow, code: Deciding, candidates: Sequence[Candidate] = ()) -> None:
    """Let somebody decide about a row that would do another thing than they saw (not saved)."""
    row.outcome = ImportRow.Outcome.HELD
    row.decision, row.decided_by, row.decided_at = "", None, None
    if all(note["code"] != code for note in row.reasons):
        row.reasons = [*row.reasons, {"code": code.value, "column": "", "heading": ""}]
    if candidates:
        row.candidates = list(candidates)
    row.workplace_id, row.subject_id, row.changes = None, None, {}


HELD_FIELDS = (
    "outcome", "decision", "decided_by", "decided_at", "reasons", "candidates", "workplace",
    "subject_id", "changes",
)  # fmt: skip
