"""The columns of a list, as the file has them and as we take them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from outreach.spreadsheet.books import RawRow
from outreach.spreadsheet.heading_rows import Heading

SAMPLES = 3
SAMPLE_LENGTH = 60


@dataclass(frozen=True)
class TableColumn:
    """One column as the file has it, and what we take it for."""

    index: int
    letter: str
    heading: str
    column: str | None
    found_by: str  # NAME, CONTENT, REMEMBERED, or nothing
    samples: tuple[str, ...]


def columns_of(heading: Heading, below: Sequence[RawRow]) -> Iterator[TableColumn]:
    """Yield every column that has a heading or a text, with some of its texts."""
    width = max([len(heading.texts), *(len(row.cells) for row in below)])
    for index in range(width):
        text = heading.texts[index] if index < len(heading.texts) else ""
        column, found_by = heading.columns.get(index, (None, ""))
        samples = _samples(below, index)
        if text or samples or column:
            yield TableColumn(index, letter_of(index), text, column, found_by, samples)


def _samples(rows: Sequence[RawRow], index: int) -> tuple[str, ...]:
    texts = (row.cells[index] for row in rows if index < len(row.cells) and row.cells[index])
    distinct = dict.fromkeys(" ".join(text.split())[:SAMPLE_LENGTH] for text in texts)
    return tuple(islice(distinct, SAMPLES))


def letter_of(index: int) -> str:
    """Return the letters above a column: 0 is A, 26 is AA."""
    more, rest = divmod(index, 26)
    return (letter_of(more - 1) if more else "") + chr(ord("A") + rest)
