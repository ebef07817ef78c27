from __future__ import annotations

from dataclasses import dataclass

from outreach.rules.resident_numbers import MARK, without_resident_numbers
from outreach.spreadsheet.tables import TableRow


@dataclass(frozen=True)
class Cells:
    """The texts of a row without resident numbers, and the columns that held one."""

    values: dict[str, str]
    redacted: tuple[str, ...]  # a blank for a column that we do not understand
    missing_formulas: tuple[str, ...]

    def get(self, column: str) -> str:
        """Return the text of a column, or nothing."""
        return self.values.get(column, "")


def cells_of(row: TableRow) -> Cells:
    """Take out what resident numbers the reader left (880412-1******) and the marks of the rest."""
    redacted: dict[str, None] = dict.fromkeys(getattr(row, "redacted", ()))
    values: dict[str, str] = {str(column): text for column, text in row.values.items()}
    for column, text in tuple(values.items()):
        clean = without_resident_numbers(text)
        if MARK in clean:
            redacted[column] = None
            bare = clean.replace(MARK, " ").replace("( )", " ")
            values[column] = " ".join(bare.split())
    return Cells(values, tuple(redacted), tuple(getattr(row, "missing_formulas", ())))
