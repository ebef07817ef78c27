"""
The kind of list that brings workers.

For the pages: `words.ROSTERS` names the columns in the order offered, the facts of a row in the
order shown, and what may be corrected; each correction is a text as a roster would have it (agents
as names, the exam as a date). A held row has candidates with `subject` (a worker) and `workplace`;
joining one that works elsewhere means that the worker changed jobs. A row whose workplace nobody
knows has no candidates: the registered name or business number is typed as a correction and the
row enters as new. `left_behind` are the workers on record that a roster does not name.

Findings: a row keeps its results sealed under `_findings`, which is none of the facts shown;
`has_results` says only that there are some. The columns in `words.ROSTERS.findings` show no samples
to whoever may not see findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports.kinds import Changes, Hindrance, Line, Remark, RowComparer
from outreach.actions.imports.reasons import DECIDING_TEXTS
from outreach.models import ImportFile, ImportRow, Worker
from outreach.spreadsheet.reasons import REASON_TEXTS
from safety.actions.rosters import applying, comparisons, corrections, reverting
from safety.actions.rosters.facts import WORKPLACE, kept
from safety.rosters.reasons import ROSTER_REASON_TEXTS
from safety.rosters.recognise import recognise_roster_row
from safety.rosters.rows import RosterRemark
from safety.rosters.vocabulary import VOCABULARY

ROSTER = "WORKERS"


class Rosters:
    """Rosters: lists of workers with what they handle and when they were examined."""

    code = ROSTER
    label: Promise | str = _("list of workers")
    vocabulary: Any = VOCABULARY
    reason_texts: Mapping[str, Promise] = {**REASON_TEXTS, **DECIDING_TEXTS, **ROSTER_REASON_TEXTS}

    def recognise(self, row: Any) -> Line:
        """Say which worker a row tells of."""
        found = recognise_roster_row(
            row.values,
            removed=getattr(row, "redacted", ()),
            unread=(*getattr(row, "missing_formulas", ()), *getattr(row, "errors", ())),
        )
        return Line(
            canonical=kept(found),
            rejections=_remarks(found.rejections),
            holds=_remarks(found.holds),
            warnings=_remarks(found.warnings),
        )

    def comparer(self, import_file: ImportFile) -> RowComparer:
        """Load the centre's workplaces; workers are read as rows speak of them."""
        return comparisons.make_comparer(import_file)

    def apply(
        self, rows: Sequence[ImportRow], import_file: ImportFile, now: datetime, today: date
    ) -> list[ImportRow]:
        """Add workers, exposures and exams, change them, and work out what is due."""
        return applying.apply(rows, import_file, now, today)

    def hindrances(self, rows: Iterable[ImportRow]) -> Iterator[Hindrance]:
        """Say what hangs on the workers and exams."""
        return reverting.hindrances(rows)

    def revert(self, rows: Sequence[ImportRow], now: datetime) -> list[ImportRow]:
        """Take workers, exposures, exams and changes back."""
        return reverting.revert(rows, now)

    def correct(self, canonical: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the facts with what whoever decides wrote."""
        return corrections.correct(canonical, changes)

    def joining(self, row: ImportRow, target_id: int, changes: Mapping[str, Any]) -> Changes:
        """Return what the row adds to a worker."""
        return corrections.joining(row, target_id, changes)


def left_behind(import_file: ImportFile) -> QuerySet[Worker]:
    """
    Return the workers on record at the roster's workplaces whom no row of it names.

    They may have left; nobody is taken off a list for not being on another one.
    """
    rows = import_file.rows.all()
    named = rows.exclude(subject_id=None).values("subject_id")
    workplaces = {
        pk
        for pk, told in rows.values_list("workplace_id", f"canonical__{WORKPLACE}")
        for pk in (pk, told)
        if pk is not None
    }
    present = Worker.objects.employed().filter(workplace__in=workplaces)
    return present.exclude(pk__in=named).select_related("workplace").order_by("workplace", "name")


def _remarks(remarks: Iterable[RosterRemark]) -> list[Remark]:
    return [Remark(str(remark.code), str(remark.column)) for remark in remarks]
