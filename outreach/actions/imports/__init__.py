"""Taking in a list of workplaces: look at what it would change, then do it or leave it."""

from __future__ import annotations

from outreach.actions.imports.commits import (
    FileFinished,
    StalePreview,
    commit,
    discard,
)
from outreach.actions.imports.previews import compare_rows, preview

__all__ = ["FileFinished", "StalePreview", "commit", "compare_rows", "discard", "preview"]
