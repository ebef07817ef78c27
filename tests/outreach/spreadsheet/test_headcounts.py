from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.spreadsheet.headcounts import MOST_WORKERS, Count, count_heads, read_heads
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.tables import TableRow


@pytest.mark.parametrize(
    ("text", "number", "exact"),
    [
        ("5", 5, True),
        ("5명", 5, True),
        ("５ 인", 5, True),
        ("1,234", 1234, True),
        ("5.0", 5, True),
        ("상시 5명", 5, True),
        ("총 5명", 5, True),
        ("남 2, 여 3", 5, True),
        ("남2명/여3명", 5, True),
        ("5명(대표 포함)", 5, True),
        ("본인", 1, True),
        ("대표 혼자", 1, True),
        ("5~9인", 5, False),  # the least
        ("5-9명", 5, False),
        ("5인 이상", 5, False),
        ("5인 미만", 1, False),  # never over the line of five
        ("10명 이하", 1, False),
        ("약 10", 10, False),
        ("10여명", 10, False),
        ("10명 내외", 10, False),
        ("10+", 10, False),
    ],
)
def test_a_number_of_people_is_read(text: str, number: int, exact: bool) -> None:
    assert read_heads(text) == Count(number, exact)


@pytest.mark.parametrize("text", ["", "다수", "5.5", "9~5", "-5", "100000", "2026-03-05", "없음"])
def test_what_is_no_number_of_people_is_not_guessed(text: str) -> None:
    assert read_heads(text) is None


@given(
    st.integers(0, MOST_WORKERS),
    st.sampled_from(["{}", "{}명", "{:,}", "{} 인", "{}.0", "총 {}명"]),
)
def test_a_number_comes_back_from_every_form(number: int, form: str) -> None:
    assert read_heads(form.format(number)) == Count(number, exact=True)


@given(st.integers(1, 4), st.integers(5, 9))
def test_a_range_never_lifts_a_workplace_over_five(least: int, most: int) -> None:
    for form in ("{}~{}명", "{}-{}인"):
        count = read_heads(form.format(least, most))
        assert count is not None
        assert count.number < 5


def test_nothing_known_is_no_fault() -> None:
    row = TableRow(2, {Column.FOREIGN: "없음", Column.MEN: "-", Column.HEADCOUNT: "3~4"})

    heads = count_heads(row)

    assert (heads.total, heads.unreadable, heads.estimated) == (3, (), (Column.HEADCOUNT,))
