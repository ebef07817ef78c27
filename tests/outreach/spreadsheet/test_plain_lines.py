"""No row that holds a resident number, or a sign nobody sees, passes for a plain one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.resident_numbers import holds_resident_number
from outreach.spreadsheet.child.plain_lines import is_plain

FRONTS = ["880412", "88.04.12", "88-04-12", "8 8 0 4 1 2", "19880412", "1988-04-12", "88O412"]
JOINS = ["", "-", " - ", ".", "/", "  ", "~", ":", "_", "–", "ㅡ", "－", "·"]
BACKS = ["1234567", "1 2 3 4 5 6 7", "1******", "12*****", "l234567", "１２３４５６７"]


def line_of(*cells: str) -> bytes:
    return json.dumps([7, cells], ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("back", BACKS)
@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("front", FRONTS)
def test_a_row_with_a_resident_number_is_never_plain(front: str, join: str, back: str) -> None:
    number = f"{front}{join}{back}"
    if holds_resident_number(number):
        assert not is_plain(line_of("한빛도장", number, "서울 중구"))
        assert not is_plain(line_of("한빛도장", f"대표 {number} 입니다"))


digits = st.text("0123456789 -./:,*xXOol|·–㈜가서ABz", max_size=40)


@given(st.lists(digits, min_size=1, max_size=4))
def test_what_is_plain_holds_no_resident_number(cells: list[str]) -> None:
    if is_plain(line_of(*cells)):
        assert not any(holds_resident_number(cell) for cell in cells)


def test_a_number_in_two_cells_is_not_plain() -> None:
    assert not is_plain(line_of("한빛도장", "880412", "1234567"))


@pytest.mark.parametrize(
    "cell", ["'010", " 가", "가 ", "a\u200bb", "1.2E+09", "a\nb", "ᄒ\u1161ᆫ", "_x000D_", "\xa0가"]
)
def test_a_cell_that_needs_cleaning_is_not_plain(cell: str) -> None:
    assert not is_plain(line_of("가", cell, "나"))


@pytest.mark.parametrize(
    "cell",
    [
        "서울 중구 을지로 157, 3층 (을지로3가)",
        "115452015336187",
        "02-123-0002",
        "14111, 14112",
    ],
)
def test_what_lists_are_full_of_is_plain(cell: str) -> None:
    assert is_plain(line_of("한빛도장", cell, "2"))
