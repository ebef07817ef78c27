"""
The kind of list that brings workers.

For the pages: `words.ROSTERS` names the columns in the order offered, the facts of a row in the
order shown, and what may be corrected; each correction is a text as a roster would have it (agents
as names, the exam as a date). A held row has candidates with `subject` (a worker) and `workplace`;
joining one that works elsewhere means that the worker changed jobs. A row whose workplace nobody
knows has no candidates: the registered name or business number is typed as a correction and the
row enters as new. `left_behind.py` has the workers on record that a roster does not name.

Findings: a row keeps its results sealed under `_findings`, which is none of the facts shown;
`has_results` says only that there are some. The columns in `words.ROSTERS.findings` show no samples
to whoever may not see findings.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.kinds import Kind, Line, Remark
from outreach.actions.imports.reasons import DECIDING_TEXTS
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.spreadsheet.tables import TableRow
from safety.actions.rosters import applying, comparisons, corrections, reverting
from safety.actions.rosters.facts import kept
from safety.rosters.reasons import ROSTER_REASON_TEXTS
from safety.rosters.recognise import recognise_roster_row
from safety.rosters.rows import RosterRemark
from safety.rosters.vocabulary import VOCABULARY

ROSTER = "WORKERS"


def recognise(row: TableRow) -> Line:
    """Say which worker a row tells of."""
    found = recognise_roster_row(
        row.values,
        removed=row.redacted,
        unread=row.missing_formulas,
        failed=row.errors,
        shortened=row.lost_digits,
    )
    return Line(
        canonical=kept(found),
        rejections=_remarks(found.rejections),
        holds=_remarks(found.holds),
        warnings=_remarks(found.warnings),
    )


def _remarks(remarks: Iterable[RosterRemark]) -> list[Remark]:
    return [Remark(str(remark.code), str(remark.column)) for remark in remarks]


# Lists of workers with what they handle and when they were examined. The comparer loads the
# centre's workplaces; workers are read as rows speak of them.
ROSTERS = Kind(
    code=ROSTER,
    label=_("list of workers"),
    vocabulary=VOCABULARY,
    reason_texts={**REASON_TEXTS, **DECIDING_TEXTS, **ROSTER_REASON_TEXTS},
    recognise=recognise,
    comparer=comparisons.make_comparer,
    apply=applying.apply,
    hindrances=reverting.hindrances,
    revert=reverting.revert,
    correct=corrections.correct,
    joining=corrections.joining,
)
