from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.spreadsheet.reading import read_file
from tests.outreach.spreadsheet.file_shapes import Shape
from tests.outreach.spreadsheet.made_files import comma_separated, xlsx
from tests.outreach.spreadsheet.shapes_of_texts import SHAPES_OF_TEXTS
from tests.outreach.spreadsheet.shapes_of_values import SHAPES_OF_VALUES
from tests.outreach.spreadsheet.shapes_of_workbooks import SHAPES_OF_WORKBOOKS

ALL = (*SHAPES_OF_TEXTS, *SHAPES_OF_WORKBOOKS, *SHAPES_OF_VALUES)
SHAPES = [pytest.param(one, id=one.name) for one in ALL]
LETTERS = "가나다힣㈜김박abcXYZ()·.#%"
TEXTS = st.text(LETTERS, max_size=6)
GRIDS = st.lists(st.lists(TEXTS, min_size=2, max_size=5), min_size=1, max_size=6)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_file_becomes_what_the_table_says(shape: Shape) -> None:
    assert shape.judge() == shape.became


def rows_read(content: bytes) -> dict[int, list[str]]:
    book = read_file(io.BytesIO(content), "명단")
    return {row.number: row.cells for row in book.rows(0)}


def as_written(grid: list[list[str]]) -> dict[int, list[str]]:
    trimmed = {
        number: "\x1f".join(row).rstrip("\x1f").split("\x1f") for number, row in enumerate(grid, 1)
    }
    return {number: row for number, row in trimmed.items() if any(row)}


@settings(max_examples=20, deadline=None)  # two processes each
@given(GRIDS)
def test_any_grid_comes_back_as_it_was_written(grid: list[list[str]]) -> None:
    grid = [["첫째", "둘째"], *grid]

    assert rows_read(comma_separated(grid).encode()) == as_written(grid)
    assert rows_read(xlsx(grid)) == as_written(grid)
