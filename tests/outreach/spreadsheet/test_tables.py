from __future__ import annotations

from collections.abc import Sequence

from outreach.spreadsheet.books import PackedBook, RawRow, SheetInfo, pack
from outreach.spreadsheet.headings import WORKPLACES, Column
from outreach.spreadsheet.recognise import recognise_row
from outreach.spreadsheet.tables import Table, find_tables

HEADING = ("업체명", "주소", "관리번호", "비고")
FIRST = ("한빛도장", "서울 중구", "종로점", "02-2222-3333")


def book(*rows: Sequence[str]) -> PackedBook:
    return pack([(SheetInfo("명단"), [RawRow(n, list(row)) for n, row in enumerate(rows, 1)])])


def columns(table: Table) -> dict[int, tuple[str | None, str]]:
    return {one.index: (one.column, one.found_by) for one in table.columns}


def test_what_staff_chose_wins_over_names_and_contents() -> None:
    (before,) = find_tables(book(HEADING, FIRST), WORKPLACES)
    chosen = {0: "REPRESENTATIVE", 1: "ROAD_ADDRESS", 2: "NAME", 3: "PHONE"}

    (after,) = find_tables(book(HEADING, FIRST), WORKPLACES, {before.fingerprint: chosen})

    assert columns(before)[0] == (Column.NAME, "NAME")
    assert columns(after) == {index: (column, "REMEMBERED") for index, column in chosen.items()}
    assert next(after.rows()).get(Column.NAME) == "종로점"


def test_what_was_chosen_is_known_again_below_a_title_and_with_other_blanks() -> None:
    (first,) = find_tables(book(HEADING, FIRST), WORKPLACES)
    again = book(("2027년 명단",), ("업 체 명", "주 소", "관리번호", " 비고"), FIRST)

    (second,) = find_tables(again, WORKPLACES, {first.fingerprint: {0: "NAME", 3: "DISTRICT"}})

    assert second.fingerprint == first.fingerprint
    assert columns(second)[3] == (Column.DISTRICT, "REMEMBERED")


def test_other_headings_are_not_taken_for_those_remembered() -> None:
    (first,) = find_tables(book(HEADING, FIRST), WORKPLACES)
    other = book((*HEADING, "전화"), (*FIRST, ""))

    (second,) = find_tables(other, WORKPLACES, {first.fingerprint: {2: "NAME"}})

    assert columns(second)[0] == (Column.NAME, "NAME")


def test_a_trade_told_in_two_columns_is_taken_together() -> None:
    heading = ("상호", "주소", "업태", "종목", "주생산품")
    row = ("한빛", "서울 중구 을지로 1", "제조", "인쇄", "명함")

    (table,) = find_tables(book(heading, row), WORKPLACES)
    (found,) = table.rows()

    assert found.get(Column.INDUSTRY_NAME) == "제조\n인쇄\n명함"
    assert recognise_row(found).workplace.ksic.startswith("181")


def test_a_code_beside_the_words_keeps_its_column() -> None:
    heading = ("상호", "주소", "업종(코드)", "업종")

    (table,) = find_tables(book(heading, ("한빛", "서울 중구", "18111", "인쇄")), WORKPLACES)

    assert columns(table)[2] == (Column.MAIN_INDUSTRY, "NAME")
    assert columns(table)[3] == (Column.INDUSTRY_NAME, "NAME")
