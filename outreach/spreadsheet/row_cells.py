from __future__ import annotations

from dataclasses import dataclass

from outreach.rules.resident_numbers import (
    MARK,
    SHORTEST,
    may_hold_resident_number,
    without_resident_numbers,
)
from outreach.spreadsheet.headings import Column
from outreach.spreadsheet.tables import TableRow

BETWEEN_CELLS = "\x1f"
IDENTITIES = frozenset({Column.FACTORY_NO, Column.SITE_NO})


@dataclass(slots=True)
class Cells:
    """The texts of a row without resident numbers, and the columns that held one."""

    values: dict[str, str]
    redacted: tuple[str, ...]  # a blank for a column that we do not understand
    missing_formulas: tuple[str, ...]
    errors: tuple[str, ...] = ()
    lost_digits: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        """Return the text of a column, or nothing."""
        return self.values.get(column, "")


def cells_of(row: TableRow) -> Cells:
    """Take out what resident numbers the reader left (880412-1******) and the marks of the rest."""
    redacted: dict[str, None] = dict.fromkeys(row.redacted)
    values: dict[str, str] = dict(row.values)
    # Not a telephone, nor the fifteen digits of a factory number.
    long = [
        (column, text)
        for column, text in values.items()
        if len(text) >= SHORTEST and (len(text) == SHORTEST or not text.isdigit())
    ]
    whole = BETWEEN_CELLS.join([text for _, text in long])
    if MARK in whole or may_hold_resident_number(whole):
        for column, text in long:
            clean = without_resident_numbers(text)
            if MARK in clean:
                redacted[column] = None
                bare = clean.replace(MARK, " ").replace("( )", " ")
                values[column] = " ".join(bare.split())
    if row.lost_digits:
        for column in IDENTITIES.intersection(row.lost_digits):
            values.pop(column, None)  # 1.2E+14 would be the same number in many rows
    return Cells(values, tuple(redacted), row.missing_formulas, row.errors, row.lost_digits)
