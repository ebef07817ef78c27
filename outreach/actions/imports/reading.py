"""Reading a kept file: each row compared, and kept as what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import Count

from outreach.actions.imports.ahead import Told, is_large, recognised
from outreach.actions.imports.collecting import no_collecting
from outreach.actions.imports.kinds import (
    Line,
    Place,
    ReadsAhead,
    Remark,
    RowComparer,
    kind_of,
)
from outreach.actions.imports.leases import Lease
from outreach.actions.imports.preview_rows import NO_LINE, Notes, PreviewRow, keep
from outreach.import_words import words_of
from outreach.models import ImportFile, ImportMapping, ImportRow, bulk
from outreach.spreadsheet.books import PackedBook
from outreach.spreadsheet.refusals import FileRefused, NoHeaderFound
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import Chosen, Table, find_tables, left_out_sheets

CHUNK = 4_000
SHEET_LENGTH = 80
State = ImportFile.State
REJECTED = ImportRow.Outcome.REJECTED.value
Seen = Callable[[Sequence[PreviewRow]], None]
Note = dict[str, Any]  # {"code": …, "column": …, "heading": …, "row": …, "sheet": …}


def read(import_file: ImportFile, lease: Lease, rows_seen: Seen | None = None) -> None:
    """
    Keep what each row would do, a chunk at a time; no workplace is touched.

    After a kill the rows before are compared again, which they must be for the sake of those that
    follow, but not kept twice.
    """
    try:
        tables, others = tables_of(import_file)
    except NoHeaderFound as refusal:
        with lease.chunk(State.READING) as locked:
            locked.sheets = sheets_left_out(import_file)
            if any(sheet["left_out"] != "EMPTY" for sheet in locked.sheets):
                locked.state = State.PREVIEWED  # somebody may say which row names the columns
            else:
                fail(locked, refusal.code.value)
        return
    except FileRefused as refusal:
        with lease.chunk(State.READING) as locked:
            fail(locked, refusal.code.value)
        return
    with lease.chunk(State.READING) as locked:
        hidden = words_of(import_file.kind).findings
        locked.sheets = [told(table, hidden) for table in tables] + others
        locked.rows_total = sum(table.row_count for table in tables)
        done = locked.rows_done = min(locked.rows_done, locked.rows_total)
    with bulk.room(is_large=is_large(tables)):
        is_whole = _keep_all(import_file, lease, tables, done, rows_seen)
    if not is_whole:
        return
    with lease.chunk(State.READING) as locked:
        locked.state = State.PREVIEWED
        locked.counts = count_outcomes(locked)


def _keep_all(
    import_file: ImportFile, lease: Lease, tables: list[Table], done: int, rows_seen: Seen | None
) -> bool:
    """Keep the rows after those that are kept already; say whether nobody stopped it."""
    seen = 0
    for rows in chunks(compare_rows(import_file=import_file, tables=tables), CHUNK):
        with lease.chunk(State.READING) as locked:
            if locked.cancel_asked_at is not None:
                forget(locked, State.DISCARDED)
                locked.finished_at = lease.clock()
                return False
            keep(locked, rows[max(0, done - seen) :])
            seen += len(rows)
            locked.rows_done = max(seen, done)
        if rows_seen is not None:
            rows_seen(rows)
    return True


def tables_of(
    import_file: ImportFile, headings: Chosen | None = None
) -> tuple[list[Table], list[dict[str, str]]]:
    """
    Find the tables of a file, with the columns that staff chose before, and what has none.

    `headings` are the rows that staff now say name the columns of a sheet.

    :raises FileRefused: there is no table in it that we understand
    """
    book = PackedBook.from_bytes(bytes(import_file.content or b""))
    vocabulary, known = kind_of(import_file.kind).vocabulary, remembered(import_file, headings)
    chosen = {**headings_chosen(import_file), **(headings or {})}
    tables = find_tables(book, vocabulary, known, chosen)
    left_out = left_out_sheets(book, vocabulary, known, chosen)
    return tables, [{"sheet": one.sheet, "left_out": one.why} for one in left_out]


def sheets_left_out(import_file: ImportFile) -> list[dict[str, str]]:
    """Return the sheets of a file that holds no table, and why each is none."""
    book = PackedBook.from_bytes(bytes(import_file.content or b""))
    vocabulary, chosen = kind_of(import_file.kind).vocabulary, headings_chosen(import_file)
    found = left_out_sheets(book, vocabulary, remembered(import_file), chosen)
    return [{"sheet": one.sheet, "left_out": one.why} for one in found]


def headings_chosen(import_file: ImportFile) -> Chosen:
    """Return which rows name the columns of each sheet: as this file began, or as chosen."""
    return {
        sheet["sheet"]: sheet.get("header_rows")
        for sheet in import_file.sheets
        if "header_rows" in sheet or sheet.get("left_out") == "NOT_WANTED"
    }


def remembered(
    import_file: ImportFile, headings: Chosen | None = None
) -> Mapping[str, Mapping[int, str]]:
    """Return the columns by the fingerprint of a heading row: as this file began, or as chosen."""
    if import_file.sheets and headings is None:
        return {
            sheet["fingerprint"]: {c["index"]: c["column"] or "" for c in sheet["columns"]}
            for sheet in import_file.sheets
            if "fingerprint" in sheet
        }
    mappings = ImportMapping.objects.filter(centre=import_file.centre, kind=import_file.kind)
    return {
        mapping.fingerprint: {int(index): column for index, column in mapping.columns.items()}
        for mapping in mappings
    }


def compare_rows(*, import_file: ImportFile, tables: Iterable[Table]) -> Iterator[PreviewRow]:
    """Yield what becomes of each row of a file; nothing is written, nor must the file be kept."""
    kind = kind_of(import_file.kind)
    found = list(tables)
    rows = recognised(kind, found)
    with no_collecting(is_large=is_large(found)):
        comparer = kind.comparer(import_file)
        sheets = [(table.sheet[:SHEET_LENGTH], Notes(_headings(table))) for table in found]
        for place, number, row_kind, line in _prepared(rows, comparer):
            sheet, notes = sheets[place]
            yield _preview_row(comparer, Place(sheet, number), notes, row_kind, line)


def _prepared(rows: Iterator[Told], comparer: RowComparer) -> Iterator[Told]:
    if not isinstance(comparer, ReadsAhead):
        yield from rows
        return
    while some := list(islice(rows, CHUNK)):
        comparer.prepare([line for *_where, line in some if line is not None])
        yield from some


def _headings(table: Table) -> Mapping[str, str]:
    headings: dict[str, str] = {}
    for column in table.columns:
        if column.column:
            headings.setdefault(column.column, column.heading)
    return headings


def _preview_row(
    comparer: RowComparer, place: Place, notes: Notes, row_kind: RowKind, line: Line | None
) -> PreviewRow:
    if line is None:
        reasons = notes.of([Remark(str(row_kind))])
        return PreviewRow(place.sheet, place.row, REJECTED, NO_LINE, reasons)
    found = comparer.compare(line, place)
    return PreviewRow(
        place.sheet,
        place.row,
        found.outcome.value,
        line,
        notes.of(found.reasons) if found.reasons else (),
        notes.of(found.warnings) if found.warnings else (),
        found.changes,
        found.candidates,
        found.workplace_id,
        found.subject_id,
        found.digest,
    )


def told(table: Table, hidden: Container[str] = ()) -> dict[str, Any]:
    """
    Return what a page needs to show the columns of a sheet and to have them corrected.

    Of `hidden` columns, such as those of findings, no samples are kept.
    """
    return {
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "fingerprint": table.fingerprint,
        "row_count": table.row_count,
        **({"marks_unread": True} if table.marks_unread else {}),
        "columns": [
            {
                "index": column.index,
                "letter": column.letter,
                "heading": column.heading,
                "column": column.column or "",
                "found_by": str(column.found_by),
                "samples": [] if column.column in hidden else list(column.samples),
            }
            for column in table.columns
        ],
    }


def count_outcomes(import_file: ImportFile) -> dict[str, int]:
    """Return how many rows came to what."""
    counted = import_file.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return dict(Counter(dict(counted)))


def forget(locked: ImportFile, state: ImportFile.State) -> None:
    """Leave a file that is looked at: neither its content nor what its rows told is kept."""
    locked.rows.all().delete()
    ImportFile.objects.filter(pk=locked.pk).update(content=None)
    locked.state = state


def fail(locked: ImportFile, code: str) -> None:
    """Give a file up for a reason that people are told."""
    forget(locked, State.FAILED)
    locked.refusal = code


def chunks(rows: Iterable[PreviewRow], size: int) -> Iterator[list[PreviewRow]]:
    """Yield rows so many at a time."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
