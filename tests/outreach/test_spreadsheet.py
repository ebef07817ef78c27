from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.spreadsheet.headings import WORKPLACES, Column
from outreach.spreadsheet.limits import UPLOAD, Limits
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.reasons import REASON_TEXTS, RowReason
from outreach.spreadsheet.recognise import RecognisedRow, recognise_row
from outreach.spreadsheet.refusals import (
    FileReason,
    FileRefused,
    NoHeaderFound,
    NotASpreadsheet,
    TooLarge,
)
from outreach.spreadsheet.tables import Table, TableRow, find_tables

REGISTER = Path(__file__).parents[3] / "shared/data/factory_register_seoul.xlsx"

Rows = Sequence[Sequence[str | float | None]]


def make_workbook(*sheets: Rows) -> io.BytesIO:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    file.seek(0)
    return file


def read_table(file: BinaryIO, name: str, *, limits: Limits = UPLOAD) -> Table:
    return find_tables(read_file(file, name, limits), WORKPLACES)[0]


def read_csv(content: bytes) -> Table:
    return read_table(io.BytesIO(content), "list.csv")


def rows_of(table: Table) -> list[TableRow]:
    return list(table.rows())


def test_title_rows_and_gaps_keep_the_true_row_numbers() -> None:
    file = make_workbook(
        [["표지"]],
        [
            ["2026년 사업장 현황"],
            [],
            ["연번", "상 호", "주소", "연락처", "휴대폰"],
            [1, "한빛도장", "서울 중구", 212345678, 1023456789],
            [],
            [2, "두리봉제", "서울 중구"],
        ],
    )

    table = read_table(file, "list.xlsx")

    assert (table.sheet, table.header_rows) == ("Sheet2", (3,))
    assert [row.number for row in rows_of(table)] == [4, 6]
    assert rows_of(table)[0].get(Column.PHONE) == "212345678"
    assert "상 호" in [column.heading for column in table.columns if column.column == Column.NAME]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_is_read_as_excel_saves_it(encoding: str, separator: str) -> None:
    lines = [["업체명", "도로명주소"], ["한빛도장", "서울 중구 을지로 1"]]
    text = "\r\n".join(separator.join(line) for line in lines)

    table = read_csv(text.encode(encoding))

    assert [(row.number, row.get(Column.NAME)) for row in rows_of(table)] == [(2, "한빛도장")]


def test_telephone_columns_are_taken_together() -> None:
    table = read_csv(
        "상호,주소,전화,휴대폰,대표번호\n가,서울,02-1,010-0123-4567,1588-0000\n".encode()
    )

    row = recognise_row(rows_of(table)[0])

    assert [phone.national for phone in row.workplace.phones] == ["010-0123-4567", "1588-0000"]
    assert row.workplace.textable == row.workplace.phones[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FileReason.EMPTY_FILE),
        (b" \n ", FileReason.EMPTY_FILE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", FileReason.NOT_A_SPREADSHEET),
        (b"<html><table><tr><td>a</td></tr></table></html>", FileReason.WEB_PAGE),
        (b"PK\x03\x04 broken", FileReason.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a letter", FileReason.NOT_A_SPREADSHEET),
        ("상호,주소\n".encode() + b"\xff\xff\n", FileReason.UNKNOWN_LETTERS),
    ],
)
def test_what_is_no_spreadsheet_is_refused_by_name(content: bytes, code: FileReason) -> None:
    with pytest.raises(NotASpreadsheet) as refusal:
        read_csv(content)

    assert refusal.value.code is code


@pytest.mark.parametrize(
    "content", ["가,나\n1,2\n", "상호,전화\n한빛,02\n", "아무 글이나 적은 글\n"]
)
def test_a_list_without_names_and_addresses_is_refused(content: str) -> None:
    with pytest.raises(NoHeaderFound):
        read_csv(content.encode())


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_bytes=50), FileReason.TOO_MANY_BYTES),
        (Limits(max_rows=3), FileReason.TOO_MANY_ROWS),
    ],
)
def test_a_file_beyond_the_limits_is_refused(limits: Limits, code: FileReason) -> None:
    rows: Rows = [["상호", "주소"], *[["한빛도장", "서울 중구"]] * 3]
    lines = "\n".join(",".join(str(cell) for cell in row) for row in rows)

    for file in (make_workbook(rows), io.BytesIO(lines.encode())):
        with pytest.raises(TooLarge) as refusal:
            read_table(file, "list", limits=limits)
        assert refusal.value.code is code


def test_a_file_within_the_limits_is_read() -> None:
    rows: Rows = [["상호", "주소"], *[["한빛도장", "서울 중구"]] * 3]

    assert len(rows_of(read_table(make_workbook(rows), "list", limits=Limits(max_rows=4)))) == 3


@settings(max_examples=25, deadline=None)  # a process each
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read_csv(content)


def test_every_reason_has_its_words() -> None:
    assert set(REASON_TEXTS) == {*FileReason, *RowReason}


@pytest.mark.skipif(not REGISTER.exists(), reason="the real register is not on this machine")
def test_the_real_register_enters() -> None:
    with REGISTER.open("rb") as file:
        table = read_table(file, REGISTER.name)
    rows = [recognise_row(row) for row in rows_of(table)]

    assert len(rows) == 408
    assert _count(rows, "rejections") == {RowReason.NOT_SEOUL: 78, RowReason.NOT_MANUFACTURING: 7}
    assert sum(row.accepted for row in rows) == 324
    assert _count(rows, "warnings") == {
        RowReason.BUSINESS_NUMBER_MASKED: 408,
        RowReason.PHONE_NOT_A_NUMBER: 14,
        RowReason.INDUSTRY_OLD: 5,
    }
    assert sum(row.accepted and row.workplace.textable is not None for row in rows) == 26


def _count(rows: list[RecognisedRow], kind: str) -> Counter[RowReason]:
    return Counter(remark.code for row in rows for remark in getattr(row, kind))
