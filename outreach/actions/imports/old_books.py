"""A stand-in for the reader in its child process, until that is there."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO

from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.tables import read_table


class RowKind(StrEnum):
    DATA = "DATA"


@dataclass(frozen=True)
class PackedBook:
    content: bytes

    @classmethod
    def from_bytes(cls, content: bytes) -> PackedBook:
        return cls(content)


@dataclass(frozen=True)
class TableColumn:
    index: int
    letter: str
    heading: str
    column: str | None
    found_by: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow:
    sheet: str
    number: int
    kind: RowKind
    values: Mapping[Column, str]

    def get(self, column: Column) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    sheet: str
    header_rows: tuple[int, ...]
    fingerprint: str
    columns: tuple[TableColumn, ...]
    row_count: int
    _rows: list[Any]

    def rows(self) -> Iterator[TableRow]:
        for number, values in self._rows:
            known = {Column(name): text for name, text in values.items()}
            yield TableRow(self.sheet, number, RowKind.DATA, known)


def read_file(file: BinaryIO, name: str) -> PackedBook:
    table = read_table(file, name)
    told = {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "headings": table.headings,
        "rows": [(row.number, row.values) for row in table.rows],
    }
    return PackedBook(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1))


def find_tables(
    book: PackedBook, vocabulary: object, remembered: Mapping[str, Mapping[int, str]]
) -> list[Table]:
    told = json.loads(zlib.decompress(book.content))
    headings = told["headings"]
    print_of = hashlib.sha256("|".join(headings.values()).encode()).hexdigest()
    chosen = remembered.get(print_of, {})
    columns = tuple(
        TableColumn(i, chr(65 + i), headings[name], chosen.get(i, name) or None, "NAME")
        for i, name in enumerate(headings)
    )
    meant = {name: columns[i].column for i, name in enumerate(headings)}
    rows = [
        (number, {meant[n]: text for n, text in values.items() if meant.get(n)})
        for number, values in told["rows"]
    ]
    return [Table(told["sheet"], (told["header_row"],), print_of, columns, len(rows), rows)]
