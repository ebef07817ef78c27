"""The kind of list that brings workplaces."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from outreach.actions.imports import applying, comparisons, corrections, reverting
from outreach.actions.imports.buildings import told_by
from outreach.actions.imports.facts import canonical_of
from outreach.actions.imports.kinds import Kind, Line, Remark
from outreach.actions.imports.reasons import DECIDING_TEXTS
from outreach.spreadsheet import remarks
from outreach.spreadsheet.headings import WORKPLACES as VOCABULARY
from outreach.spreadsheet.reasons import REASON_TEXTS
from outreach.spreadsheet.recognise import recognise_row
from outreach.spreadsheet.tables import TableRow

WORKPLACES = "WORKPLACES"


def recognise(row: TableRow) -> Line:
    """Say which workplace a row tells of; resident numbers were taken out of it."""
    found = recognise_row(row)
    canonical = canonical_of(found.workplace)
    return Line(
        canonical,
        _remarks(found.rejections),
        _remarks(found.holds),
        _remarks(found.warnings),
        told=told_by(canonical),
    )


def _remarks(found: Iterable[remarks.Remark]) -> list[Remark]:
    return [Remark(str(remark.code), str(remark.column)) for remark in found]


# Such as an extract of the factory register.
WORKPLACE_LISTS = Kind(
    code=WORKPLACES,
    label=_("list of workplaces"),
    vocabulary=VOCABULARY,
    reason_texts={**DECIDING_TEXTS, **REASON_TEXTS},
    recognise=recognise,
    comparer=comparisons.make_comparer,
    apply=applying.apply,
    hindrances=reverting.hindrances,
    revert=reverting.revert,
    correct=corrections.correct,
    joining=corrections.joining,
    at_once=2_000,
)
