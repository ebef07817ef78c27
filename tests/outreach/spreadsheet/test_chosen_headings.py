"""Lists whose heading row staff had to point out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from outreach.spreadsheet.books import PackedBook, RawRow, SheetInfo, pack
from outreach.spreadsheet.headings import WORKPLACES, Column
from outreach.spreadsheet.refusals import NoHeaderFound
from outreach.spreadsheet.tables import Table, find_tables, left_out_sheets

FOREIGN = ("가", "나", "다")  # names that say nothing
ROWS = (("한빛", "을지로3가 어딘가", "둘"), ("두리", "성수동 골목", "셋"))
NAMED = {0: "NAME", 1: "ROAD_ADDRESS", 2: ""}


def book(*rows: Sequence[str], name: str = "명단", is_hidden: bool = False) -> PackedBook:
    numbered = [RawRow(number, list(row)) for number, row in enumerate(rows, 1)]
    return pack([(SheetInfo(name, is_hidden), numbered)])


def names(table: Table) -> list[str]:
    return [row.get(Column.NAME) for row in table.rows()]


def chosen(content: PackedBook, *rows: int) -> Table:
    (table,) = find_tables(content, WORKPLACES, {}, {"명단": rows})
    return table


def test_a_chosen_row_names_the_columns_of_a_list_that_was_not_understood() -> None:
    content = book(("2026년 명단",), FOREIGN, *ROWS)
    with pytest.raises(NoHeaderFound):
        find_tables(content, WORKPLACES)

    table = chosen(content, 2)

    assert [column.heading for column in table.columns] == list(FOREIGN)
    assert (table.header_rows, table.row_count) == ((2,), 2)


def test_a_list_without_a_heading_row_begins_with_its_first_row() -> None:
    table = chosen(book(*ROWS))

    assert (table.header_rows, table.row_count) == ((), 2)
    assert [column.letter for column in table.columns] == ["A", "B", "C"]


def test_what_was_named_by_hand_is_known_in_the_next_list_like_it() -> None:
    first = chosen(book(FOREIGN, *ROWS), 1)
    later = book(("다른 제목",), FOREIGN, ("세움", "창신동 언덕", "하나"))

    (table,) = find_tables(later, WORKPLACES, {first.fingerprint: NAMED})

    assert names(table) == ["세움"]


def test_so_is_a_list_without_a_heading_row() -> None:
    first = chosen(book(*ROWS))
    later = book(("세움", "창신동 언덕", "하나"))

    (table,) = find_tables(later, WORKPLACES, {first.fingerprint: NAMED})

    assert names(table) == ["세움"]


def test_but_not_one_whose_columns_hold_something_else() -> None:
    first = chosen(book(*ROWS))
    telephones = [("세움", f"02-123-456{last}", "창신동 언덕") for last in range(5)]

    with pytest.raises(NoHeaderFound):
        find_tables(book(*telephones), WORKPLACES, {first.fingerprint: NAMED})


def test_the_row_that_staff_chose_wins_over_the_one_we_would_take() -> None:
    content = book(("업체명", "주소"), ("상호", "소재지"), ("한빛", "서울 중구"))

    assert names(chosen(content, 2)) == ["한빛"]
    assert chosen(content).row_count == 3


def test_two_rows_name_the_columns_together() -> None:
    table = chosen(book(("명단", ""), ("업체", "사는 곳"), ("이름", "주소"), *ROWS), 2, 3)

    assert [column.heading for column in table.columns] == ["업체(이름)", "사는 곳(주소)", ""]
    assert table.row_count == 2


def test_a_hidden_sheet_is_read_when_staff_say_so() -> None:
    content = book(("업체명", "주소"), ("한빛", "서울 중구"), is_hidden=True)

    (table,) = find_tables(content, WORKPLACES, {}, {"명단": (1,)})

    assert names(table) == ["한빛"]


def test_a_sheet_that_is_not_wanted_is_left_out() -> None:
    rows = [RawRow(1, ["업체명", "주소"]), RawRow(2, ["한빛", "서울 중구"])]
    content = pack([(SheetInfo("올해"), rows), (SheetInfo("작년"), rows)])

    tables = find_tables(content, WORKPLACES, {}, {"작년": None})
    (left,) = left_out_sheets(content, WORKPLACES, {}, {"작년": None})

    assert [table.sheet for table in tables] == ["올해"]
    assert (left.sheet, left.why) == ("작년", "NOT_WANTED")
