"""What the values do not tell: struck-out and hidden rows, errors, formulas without a value."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from outreach.spreadsheet.child.sheet_parts import column_of

# No "<" inside a tag: else each of a million broken ones would be looked for to the very end.
ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
WHOLE_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*[^/<>])>(.*?)</(?:\w+:)?row>", re.S)
NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,8})[\"']")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
PLACE = rb"<(?:\w+:)?c\b(?=[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,8})[\"'])"
ERROR = re.compile(PLACE + rb"[^<>]*?\bt\s*=\s*[\"']e[\"'][^<>]*>")
FORMULA = re.compile(
    PLACE + rb"[^<>]*>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*[^/<>])>")
FORMAT = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
STRUCK_SHARE = 0.8  # a running number or a remark may have been left standing


@dataclass
class Marks:
    """The marks of some rows, by the row's number."""

    struck: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    missing: dict[int, tuple[int, ...]] = field(default_factory=dict)
    errors: dict[int, tuple[int, ...]] = field(default_factory=dict)


def read_marks(rows: bytes, struck_formats: Collection[bytes], tag: bytes = b"") -> Marks:
    """Read the marks of a piece of a sheet; what does not occur costs a search for a word."""
    marks = Marks()
    if b"hidden" in rows:
        for row in ROW.finditer(rows):
            number = NUMBER.search(row[1])
            if number is not None and HIDDEN.search(row[1]) is not None:
                marks.hidden.add(int(number[1]))
    if b't="e"' in rows:
        _by_row(marks.errors, ERROR, rows)
    if b"<" + tag + b"f" in rows:
        _by_row(marks.missing, FORMULA, rows)
    if struck_formats:
        for row in WHOLE_ROW.finditer(rows):
            number = NUMBER.search(row[1])
            if number is not None and _is_struck(row[2], struck_formats):
                marks.struck.add(int(number[1]))
    return marks


def _by_row(found: dict[int, tuple[int, ...]], shape: re.Pattern[bytes], rows: bytes) -> None:
    for cell in shape.finditer(rows):
        number = int(cell[2])
        found[number] = (*found.get(number, ()), column_of(cell[1]))


def _is_struck(cells: bytes, struck_formats: Collection[bytes]) -> bool:
    formats = [FORMAT.search(cell[1]) for cell in CELL.finditer(cells)]
    struck = sum(1 for form in formats if form is not None and form[1] in struck_formats)
    return bool(formats) and struck >= STRUCK_SHARE * len(formats)
