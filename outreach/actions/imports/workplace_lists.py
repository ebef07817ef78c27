"""The kind of list that brings workplaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.actions.imports import applying, comparisons, corrections, reverting
from outreach.actions.imports.facts import canonical_of
from outreach.actions.imports.kinds import Changes, Hindrance, Line, Remark, RowComparer
from outreach.actions.imports.reasons import DECIDING_TEXTS
from outreach.models import ImportFile, ImportRow
from outreach.spreadsheet.headings import WORKPLACES as VOCABULARY
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.spreadsheet.recognise import recognise_row

WORKPLACES = "WORKPLACES"


class WorkplaceLists:
    """Lists of workplaces, such as an extract of the factory register."""

    code = WORKPLACES
    label: Promise | str = _("list of workplaces")
    vocabulary: Any = VOCABULARY
    reason_texts: Mapping[str, Promise] = {**DECIDING_TEXTS, **REASON_TEXTS}

    def recognise(self, row: Any) -> Line:
        """Say which workplace a row tells of."""
        found = recognise_row(row)
        is_barred = any(str(remark.code) == "RESIDENT_NUMBER" for remark in found.rejections)
        return Line(
            # 개인정보 보호법 제24조의2: it must not be kept, wherever it stood
            canonical={} if is_barred else canonical_of(found.workplace),
            rejections=_remarks(found.rejections),
            holds=_remarks(getattr(found, "holds", ())),
            warnings=_remarks(found.warnings),
        )

    def comparer(self, import_file: ImportFile) -> RowComparer:
        """Load the centre's workplaces."""
        return comparisons.make_comparer(import_file)

    def apply(
        self, rows: Sequence[ImportRow], import_file: ImportFile, now: datetime, today: date
    ) -> list[ImportRow]:
        """Register workplaces, change them, add telephones."""
        return applying.apply(rows, import_file, now, today)

    def hindrances(self, rows: Iterable[ImportRow]) -> Iterator[Hindrance]:
        """Say what hangs on the workplaces."""
        return reverting.hindrances(rows)

    def revert(self, rows: Sequence[ImportRow], now: datetime) -> list[ImportRow]:
        """Take the workplaces, changes and telephones back."""
        return reverting.revert(rows, now)

    def correct(self, canonical: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the facts with what whoever decides wrote."""
        return corrections.correct(canonical, changes)

    def joining(self, row: ImportRow, target_id: int, changes: Mapping[str, Any]) -> Changes:
        """Return what the row adds to a workplace, and what whoever decides chose of it."""
        return corrections.joining(row, target_id, changes)


def _remarks(remarks: Iterable[Any]) -> list[Remark]:
    return [Remark(str(remark.code), str(remark.column)) for remark in remarks]
