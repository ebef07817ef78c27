"""The lists in a book that was read: which columns they have, and each of their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from outreach.spreadsheet.books import PackedBook, RawRow, SheetInfo
from outreach.spreadsheet.contents import SAMPLED, TESTS
from outreach.spreadsheet.heading_rows import (
    ROWS_LOOKED_AT,
    Heading,
    Remembered,
    chosen_heading,
    find_heading,
)
from outreach.spreadsheet.merged_cells import Spreader
from outreach.spreadsheet.refusals import FileReason, NoHeaderFound
from outreach.spreadsheet.row_kinds import ColumnNames, RowKind, kind_of
from outreach.spreadsheet.row_values import marked, values_of
from outreach.spreadsheet.table_columns import TableColumn, columns_of
from outreach.spreadsheet.vocabularies import Vocabulary

INSTRUCTIONS = re.compile(
    r"예시|샘플|보기|견본|작성(?:요령|방법|안내|법)|기재요령|입력(?:방법|요령)|유의|주의|안내|설명|도움말|코드(?:표|집)?$|example|sample|guide|readme",
    re.I,
)


@dataclass(slots=True)
class TableRow:
    """
    One row: its number in the sheet and the texts of the columns we understand.

    The marks name columns; "" stands for one that we do not understand.
    """

    number: int
    values: Mapping[str, str]
    sheet: str = ""
    kind: RowKind = RowKind.DATA
    is_hidden: bool = False
    missing_formulas: tuple[str, ...] = ()
    redacted: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    lost_digits: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        """Return the text of a column, or nothing."""
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    """The list of one sheet."""

    sheet: str
    header_rows: tuple[int, ...]
    fingerprint: str
    columns: tuple[TableColumn, ...]
    row_count: int
    _book: PackedBook = field(repr=False)
    _place: int = field(repr=False)
    _heading: Heading = field(repr=False)
    _vocabulary: Vocabulary = field(repr=False)
    _given: Mapping[str, str] = field(repr=False)

    def rows(self) -> Iterator[TableRow]:
        """Yield every row below the column names that is not blank, also those that are no data."""
        for some in self.blocks():
            yield from some

    def blocks(self, which: int = 0, of: int = 1) -> Iterator[list[TableRow]]:
        """
        Yield the rows a block at a time, or the first, second … of every few blocks.

        A table that is to be shared so must be `can_be_shared`.
        """
        taken = [(index, column) for index, (column, _) in self._heading.columns.items()]
        meanings = dict(taken)
        names = _names(self._heading)
        required = {column for group in self._vocabulary.required for column in group}
        spreader = Spreader(self._book.sheets[self._place].merged, self._last_heading_row)
        for lines in islice(self._book.blocks(self._place), which, None, of):
            found = []
            for row in RawRow.from_lines(lines):
                if row.number <= self._last_heading_row:
                    continue
                spreader.spread(row)
                values, failed = values_of(row, taken)
                kind = kind_of(row, values, names, required)
                for column, text in self._given.items():
                    values.setdefault(column, text)
                found.append(
                    TableRow(
                        row.number,
                        values,
                        self.sheet,
                        kind,
                        row.is_hidden,
                        marked(row.missing_formulas, meanings),
                        marked(row.redacted, meanings),
                        marked((*row.errors, *failed), meanings),
                        marked(row.lost_digits, meanings),
                    )
                )
            yield found

    @property
    def can_be_shared(self) -> bool:
        """Tell whether no cell is merged over several rows: each then says what it says alone."""
        merged = self._book.sheets[self._place].merged
        return not any(bottom > top > self._last_heading_row for top, _, bottom, _ in merged)

    @property
    def marks_unread(self) -> bool:
        """Tell that nobody knows which of its rows are struck out or hidden."""
        return self._book.sheets[self._place].marks_unread

    @property
    def _last_heading_row(self) -> int:
        return self.header_rows[-1] if self.header_rows else 0


@dataclass(frozen=True)
class LeftOut:
    """A sheet that holds no list for us: HIDDEN, INSTRUCTIONS, EMPTY, NO_HEADING or NOT_WANTED."""

    sheet: str
    why: str


# The rows that name the columns, by the sheet's name: none where the list begins at once, and None
# for a sheet that is not wanted.
Chosen = Mapping[str, Sequence[int] | None]


def find_tables(
    book: PackedBook,
    vocabulary: Vocabulary,
    remembered: Remembered | None = None,
    chosen: Chosen | None = None,
) -> list[Table]:
    """
    Return the list of each visible sheet that has one, and of those where staff say it begins.

    `remembered` are columns that staff chose before, by the fingerprint of the heading: they win.

    :raises NoHeaderFound: no sheet names in its columns what such a list needs
    """
    found = _find(book, vocabulary, remembered or {}, chosen or {})
    tables = [one for one in found if isinstance(one, Table)]
    if not tables:
        raise NoHeaderFound(FileReason.NO_HEADER_FOUND)
    return tables


def left_out_sheets(
    book: PackedBook,
    vocabulary: Vocabulary,
    remembered: Remembered | None = None,
    chosen: Chosen | None = None,
) -> list[LeftOut]:
    """Return the sheets that `find_tables` leaves out, and why."""
    found = _find(book, vocabulary, remembered or {}, chosen or {})
    return [one for one in found if isinstance(one, LeftOut)]


def _find(
    book: PackedBook, vocabulary: Vocabulary, remembered: Remembered, chosen: Chosen
) -> list[Table | LeftOut]:
    found = [
        _table(book, place, info, vocabulary, remembered, chosen)
        for place, info in enumerate(book.sheets)
    ]
    is_guide = [
        INSTRUCTIONS.search(info.name) is not None and info.name not in chosen
        for info in book.sheets
    ]
    lists = sum(
        1
        for one, guide in zip(found, is_guide, strict=True)
        if isinstance(one, Table) and not guide
    )
    return [
        LeftOut(one.sheet, "INSTRUCTIONS") if guide and _may_leave_out(one, lists) else one
        for one, guide in zip(found, is_guide, strict=True)
    ]


def _may_leave_out(found: Table | LeftOut, lists: int) -> bool:
    """An example beside the real list is left out; alone it is the list."""
    return lists > 0 if isinstance(found, Table) else found.why == "NO_HEADING"


def _table(
    book: PackedBook,
    place: int,
    info: SheetInfo,
    vocabulary: Vocabulary,
    remembered: Remembered,
    chosen: Chosen,
) -> Table | LeftOut:
    rows = chosen.get(info.name)
    if rows is None and (info.is_hidden or info.name in chosen):
        return LeftOut(info.name, "NOT_WANTED" if info.name in chosen else "HIDDEN")
    sample = list(islice(book.rows(place), ROWS_LOOKED_AT + SAMPLED))
    if not sample:
        return LeftOut(info.name, "EMPTY")
    given = given_by(info.name, vocabulary)
    heading = (
        find_heading(sample, info.merged, vocabulary, remembered, frozenset(given))
        if rows is None
        else chosen_heading(rows, sample, info.merged, vocabulary, remembered)
    )
    if heading is None:
        return LeftOut(info.name, "NO_HEADING")
    last = heading.rows[-1] if heading.rows else 0
    below = [row for row in sample if row.number > last]
    return Table(
        sheet=info.name,
        header_rows=heading.rows,
        fingerprint=heading.fingerprint,
        columns=tuple(columns_of(heading, below)),
        row_count=info.row_count - (len(sample) - len(below)),
        _book=book,
        _place=place,
        _heading=heading,
        _vocabulary=vocabulary,
        _given=given,
    )


def given_by(name: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the column that the sheet's name stands for: a sheet for each district."""
    column = vocabulary.by_sheet
    if not column or column not in vocabulary.by_content:
        return {}
    first = re.split(r"[(_.]", name)[0].strip()
    return {column: first} if TESTS[vocabulary.by_content[column]](first) else {}


def _names(heading: Heading) -> dict[int, ColumnNames]:
    return {
        index: ColumnNames.of({text, *(tier[index] for tier in heading.tiers)})
        for index, text in enumerate(heading.texts)
    }
