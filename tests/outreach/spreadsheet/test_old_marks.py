"""Struck-out and hidden rows and errors of an .xls, which its values do not tell."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.spreadsheet.books import PackedBook, RawRow
from outreach.spreadsheet.child import old_marks
from outreach.spreadsheet.child.compound_files import CompoundFile, NotCompound
from outreach.spreadsheet.child.marks import Marks
from outreach.spreadsheet.child.old_marks import read_old_marks
from outreach.spreadsheet.headings import WORKPLACES
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.row_kinds import RowKind
from outreach.spreadsheet.tables import find_tables
from tests.outreach.spreadsheet.made_old_workbooks import (
    Error,
    OldSheet,
    old_workbook,
)

LIST: list[list[str | float | Error]] = [
    ["회사명", "주소", "전화번호"],
    ["한빛도장", "서울 중구", "02-0123-4567"],
    ["두리봉제", "서울 중구", "02-0123-4568"],
    ["세움금속", "서울 중구", Error()],
]


def read(content: bytes) -> PackedBook:
    return read_file(io.BytesIO(content), "명단.xls")


def rows(book: PackedBook, sheet: int = 0) -> dict[int, RawRow]:
    return {row.number: row for row in book.rows(sheet)}


def test_struck_out_and_hidden_rows_and_errors_are_seen() -> None:
    found = rows(read(old_workbook(OldSheet("명단", LIST, struck=[1], hidden=[2]))))

    assert [number for number, row in found.items() if row.is_struck] == [2]
    assert [number for number, row in found.items() if row.is_hidden] == [3]
    assert {number: row.errors for number, row in found.items() if row.errors} == {4: (2,)}


def test_a_struck_out_row_does_not_enter() -> None:
    (table,) = find_tables(read(old_workbook(OldSheet("명단", LIST, struck=[1]))), WORKPLACES)

    kinds = [row.kind for row in table.rows()]

    assert kinds == [RowKind.STRUCK_OUT, RowKind.DATA, RowKind.DATA]


def test_each_sheet_has_its_own_marks() -> None:
    book = read(old_workbook(OldSheet("가", LIST), OldSheet("나", LIST, struck=[3], hidden=[3])))

    assert not any(row.is_struck or row.is_hidden for row in rows(book).values())
    assert rows(book, 1)[4].is_struck
    assert rows(book, 1)[4].is_hidden


def test_a_row_with_one_struck_out_cell_is_not_struck_out() -> None:
    content = bytearray(old_workbook(OldSheet("명단", LIST, struck=[1])))
    cell = struct.pack("<HHH", 1, 0, 1)
    content[content.find(cell) : content.find(cell) + 6] = struct.pack("<HHH", 1, 0, 0)

    assert not rows(read(bytes(content)))[2].is_struck


def test_a_hundred_thousand_cells_cost_little() -> None:
    many: list[list[str | float | Error]] = [[float(n), "서울", "02"] for n in range(33_000)]

    (marks,) = read_old_marks(old_workbook(OldSheet("명단", many, struck=range(0, 33_000, 3))))

    assert len(marks.struck) == 11_000


def test_records_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    content = old_workbook(OldSheet("명단", LIST, struck=[1]))
    assert read_old_marks(content)

    monkeypatch.setattr(old_marks, "MOST_RECORDS", 10)

    assert read_old_marks(content) == []


def test_a_chain_that_bites_its_tail_is_given_up() -> None:
    content = bytearray(old_workbook(OldSheet("명단", LIST)))
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, (table + 1) * 512, 0)  # sector 0 goes on with itself

    with pytest.raises(NotCompound):
        CompoundFile(bytes(content)).stream("Workbook")
    assert read_old_marks(bytes(content)) == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_stops_it(data: st.DataObject) -> None:
    content = bytearray(old_workbook(OldSheet("명단", LIST, struck=[1])))
    for _each in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(8, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(8, len(content)))

    assert all(isinstance(marks, Marks) for marks in read_old_marks(bytes(content[:cut])))
