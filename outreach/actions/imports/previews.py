"""Looking at a list before anything is written to the workplaces."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from outreach.actions.imports.comparisons import Comparer, Comparison
from outreach.actions.imports.facts import canonical_of
from outreach.actions.imports.register import load_register
from outreach.models import Centre, ImportFile, ImportRow, Staff
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.reasons import RowReason
from outreach.spreadsheet.recognise import RecognisedRow, recognise_row
from outreach.spreadsheet.tables import Table, read_table

CHUNK = 2_000
SHEET_LENGTH = 80
FILE_NAME_LENGTH = 200
Note = dict[str, object]  # {"code": …, "column": …, "heading": …, "row": …}


@transaction.atomic
def preview(
    *,
    centre: Centre,
    file: BinaryIO,
    name: str,
    staff: Staff | None,
    now: datetime,
    all_districts: bool = False,
) -> ImportFile:
    """
    Read a list and remember what it would change; no workplace is touched.

    Rows of districts that the centre does not serve are refused unless all districts are wanted.

    :raises FileRefused: the file is no spreadsheet, too large, or has no column names we know
    """
    table = read_table(file, name)
    import_file = ImportFile.objects.create(
        centre=centre,
        uploaded_by=staff,
        name=name[-FILE_NAME_LENGTH:],
        sha256=_sha256(file),
        uploaded_at=now,
    )
    counts: Counter[str] = Counter()
    rows = compare_rows(centre=centre, table=table, all_districts=all_districts)
    for chunk in _chunks(rows):
        for row in chunk:
            row.file = import_file
            counts[row.outcome] += 1
        ImportRow.objects.bulk_create(chunk)
    import_file.counts = dict(counts)
    import_file.save(update_fields=["counts"])
    return import_file


def compare_rows(*, centre: Centre, table: Table, all_districts: bool) -> Iterator[ImportRow]:
    """Yield what becomes of each row of a list; nothing is written."""
    comparer = Comparer(load_register(centre))
    for row in table.rows:
        yield _import_row(comparer, centre, table, recognise_row(row), all_districts)


def _import_row(
    comparer: Comparer, centre: Centre, table: Table, row: RecognisedRow, all_districts: bool
) -> ImportRow:
    canonical = canonical_of(row.workplace)
    reasons = [_note(table, remark.code, remark.column) for remark in row.rejections]
    warnings = [_note(table, remark.code, remark.column) for remark in row.warnings]
    if row.accepted and _is_elsewhere(centre, row.workplace.district_code):
        note = _note(table, RowReason.NOT_OUR_DISTRICT, Column.DISTRICT)
        (warnings if all_districts else reasons).append(note)
    comparison = Comparison(ImportRow.Outcome.REJECTED)
    if not reasons:
        comparison = comparer.compare(canonical, row.number)
    if comparison.rejection is not None:
        note = _note(table, comparison.rejection, comparison.column)
        reasons.append({**note, "row": comparison.first_row} if comparison.first_row else note)
    if comparison.is_closed:
        warnings.append(_note(table, RowReason.WORKPLACE_CLOSED, Column.NAME))
    if any(remark.code is RowReason.RESIDENT_NUMBER for remark in row.rejections):
        canonical = {}  # 개인정보 보호법 제24조의2: it must not be kept, wherever it stood
    return ImportRow(
        sheet=table.sheet[:SHEET_LENGTH],
        row=row.number,
        outcome=comparison.outcome.value,
        canonical=canonical,
        reasons=reasons,
        warnings=warnings,
        changes=comparison.changes,
        workplace_id=comparison.workplace_id,
    )


def _is_elsewhere(centre: Centre, district_code: str) -> bool:
    """Tell whether the centre names its districts and this is none of them."""
    return bool(centre.district_codes) and district_code not in centre.district_codes


def _note(table: Table, code: RowReason, column: Column) -> Note:
    return {"code": code.value, "column": column.value, "heading": table.heading(column)}


def _chunks(rows: Iterable[ImportRow]) -> Iterator[list[ImportRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(2**20):
        digest.update(part)
    return digest.hexdigest()
