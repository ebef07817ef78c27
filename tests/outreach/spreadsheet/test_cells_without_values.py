"""Errors, formulas without a value and shortened numbers: none of them is silently a blank."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl  # type: ignore[import-untyped]
import pytest

from outreach.spreadsheet.headings import WORKPLACES, Column
from outreach.spreadsheet.reading import read_file
from outreach.spreadsheet.reasons import REASON_TEXTS, RowReason
from outreach.spreadsheet.recognise import RecognisedRow, recognise_row
from outreach.spreadsheet.tables import find_tables
from safety.rosters.columns import RosterColumn
from safety.rosters.reasons import RosterReason
from safety.rosters.recognise import recognise_roster_row

HEADING = ["회사명", "도로명주소", "업종코드", "전화번호", "공장관리번호", "종업원수", "비고"]
WHOLE = {
    "회사명": "한빛도장",
    "도로명주소": "서울 중구 을지로 157",
    "업종코드": "25922",
    "전화번호": "010-0123-4567",
}


def workbook(*changes: Mapping[str, object]) -> bytes:
    """Make a workbook; what begins with # is an error, with = a formula that was never reckoned."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADING)
    for number, changed in enumerate(changes, 2):
        sheet.append([{**WHOLE, **changed}.get(name) for name in HEADING])
        for cell in sheet[number]:
            if str(cell.value).startswith("#") and " " not in str(cell.value):
                cell.data_type = "e"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def only(content: bytes, name: str = "명단.xlsx") -> RecognisedRow:
    (table,) = find_tables(read_file(io.BytesIO(content), name), WORKPLACES)
    return recognise_row(next(table.rows()))


def said(row: RecognisedRow) -> dict[str, str]:
    remarks = (*row.rejections, *row.warnings)
    return {remark.column: remark.code.value for remark in remarks if remark.code in CODES}


CODES = {RowReason.CELL_ERROR, RowReason.FORMULA_UNSAVED, RowReason.DIGITS_LOST}


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"전화번호": "#REF!"}, Column.PHONE, RowReason.CELL_ERROR),
        ({"종업원수": "#N/A"}, Column.HEADCOUNT, RowReason.CELL_ERROR),
        ({"업종코드": "#VALUE!"}, Column.MAIN_INDUSTRY, RowReason.CELL_ERROR),
        ({"전화번호": "=VLOOKUP(A2,B:C,2,0)"}, Column.PHONE, RowReason.FORMULA_UNSAVED),
        ({"종업원수": "=1+2"}, Column.HEADCOUNT, RowReason.FORMULA_UNSAVED),
        ({"공장관리번호": "1.15E+14"}, Column.FACTORY_NO, RowReason.DIGITS_LOST),
        ({"공장관리번호": 1.15e16}, Column.FACTORY_NO, RowReason.DIGITS_LOST),
        ({"전화번호": "1.01E+09"}, Column.PHONE, RowReason.DIGITS_LOST),
        ({"회사명": "#REF!"}, Column.NAME, RowReason.CELL_ERROR),
        ({"도로명주소": "#REF!"}, Column.ROAD_ADDRESS, RowReason.CELL_ERROR),
        ({"도로명주소": "=A1"}, Column.ROAD_ADDRESS, RowReason.FORMULA_UNSAVED),
    ],
)
def test_a_cell_of_ours_without_a_value_is_named(
    changed: dict[str, object], column: Column, code: RowReason
) -> None:
    row = only(workbook(changed))

    assert said(row) == {column: code}
    assert code in REASON_TEXTS


def test_a_row_without_its_name_or_address_stays_out_for_that_reason() -> None:
    for changed in ({"회사명": "#REF!"}, {"도로명주소": "#REF!"}):
        row = only(workbook(changed))

        assert [remark.code for remark in row.rejections] == [RowReason.CELL_ERROR]


def test_nothing_is_said_of_a_column_that_we_do_not_use() -> None:
    row = only(workbook({"비고": "#REF!"}))

    assert said(row) == {}
    assert row.accepted


def test_errors_written_as_texts_are_no_values() -> None:
    text = "회사명,도로명주소,전화번호,대표자\n한빛도장,서울 중구 을지로 1,#DIV/0!,#NAME?\n"

    row = only(text.encode(), "명단.csv")

    assert said(row) == {
        Column.PHONE: RowReason.CELL_ERROR,
        Column.REPRESENTATIVE: RowReason.CELL_ERROR,
    }
    assert row.workplace.representative_name == ""
    assert row.workplace.phones == ()


def test_a_name_that_begins_with_the_sign_is_kept() -> None:
    assert only(workbook({"회사명": "#1 도장"})).workplace.name == "#1 도장"


def test_a_shortened_factory_number_is_nobodys() -> None:
    row = only(workbook({"공장관리번호": "1.15E+14"}))

    assert row.workplace.factory_no == ""
    assert row.accepted


def test_in_a_roster_what_the_law_hangs_on_waits_and_the_rest_is_named() -> None:
    line = recognise_roster_row(
        {
            RosterColumn.WORKPLACE: "한빛도장",
            RosterColumn.NAME: "김철수",
            RosterColumn.PHONE: "1.01E+09",
            RosterColumn.BUSINESS_NO: "1.2E+09",
        },
        failed=[RosterColumn.HIRED_DATE, RosterColumn.JOB, ""],
        unread=[RosterColumn.PLACED_DATE],
        shortened=[RosterColumn.PHONE, RosterColumn.BUSINESS_NO],
    )

    assert {(one.code, one.column) for one in line.holds} == {
        (RosterReason.CELL_HAS_ERROR, RosterColumn.HIRED_DATE),
        (RosterReason.CELL_WITHOUT_VALUE, RosterColumn.PLACED_DATE),
    }
    assert {(one.code, one.column) for one in line.warnings} >= {
        (RosterReason.CELL_HAS_ERROR, RosterColumn.JOB),
        (RosterReason.NUMBER_SHORTENED, RosterColumn.PHONE),
        (RosterReason.NUMBER_SHORTENED, RosterColumn.BUSINESS_NO),
    }
    assert (line.facts["phone"], line.facts["business_no"]) == ("", "")
