"""The texts of a row by the column that we take them for, and which cells hold none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from outreach.spreadsheet.books import RawRow

# What a spreadsheet shows where a formula fails; old workbooks and CSV files hold it as a text.
ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)")


def values_of(row: RawRow, taken: Sequence[tuple[int, str]]) -> tuple[dict[str, str], list[int]]:
    """Return the texts by column, and the cells whose text is an error, which is no value."""
    cells = row.cells
    width = len(cells)
    values: dict[str, str] = {}
    errors: list[int] = []
    for index, column in taken:
        text = cells[index] if index < width else ""
        if text:
            if text[0] == "#" and ERROR.fullmatch(text):
                errors.append(index)
                continue
            # What comes from several columns keeps a line for each.
            values[column] = f"{values[column]}\n{text}" if column in values else text
    return values, errors


def marked(places: Sequence[int], meanings: Mapping[int, str]) -> tuple[str, ...]:
    """Return the columns of marked cells; "" stands for one that we do not understand."""
    if not places:
        return ()
    return tuple(dict.fromkeys(meanings.get(index, "") for index in places))
