"""Cells as a person sees them, without the signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

LONGEST = 32_767  # Excel's own limit; what is longer is no cell of a list
EXACT = 10**15  # spreadsheets keep fifteen digits

MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0\u302a-\u302f\ufe00-\ufe0f\ufe20-\ufe2f]"
)
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|FFFE|FFFF)_")
QUOTED = re.compile(r'="(.*)"', re.S)  # ="010-1234-5678" keeps a zero in a CSV file
POWER = re.compile(r"[-+]?(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
LINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = {"Cc", "Cf", "Mn", "Me", "Cs", "Co", "Cn"}


def needs_cleaning(text: str) -> bool:
    """Say whether a row's text may hold any sign that `clean` takes out; most rows do not."""
    return (
        not text.isprintable()
        or not unicodedata.is_normalized("NFC", text)
        or MARKS.search(text) is not None
        or "'" in text
        or '="' in text
        or "_x" in text
    )


def clean(text: str) -> str:
    """Return a text composed, in one kind of blank and line end, without what cannot be seen."""
    text = text[:LONGEST]
    if "_x" in text:
        text = ESCAPED.sub("", text)
    text = LINES.sub("\n", unicodedata.normalize("NFC", text))
    if not text.isascii() or not text.isprintable():
        text = "".join(
            sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN
        )
    quoted = QUOTED.fullmatch(text.strip())
    if quoted is not None:
        text = quoted[1]
    text = BLANKS.sub(" ", text).strip()
    return text.removeprefix("'").lstrip() if text.startswith("'") else text


def written_out(text: str) -> tuple[str, bool]:
    """
    Return 1.012345678E+09 as 1012345678, and whether digits are lost, as in 1.2E+09.

    Lost digits are not made up: such a text stays as it is.
    """
    power = POWER.fullmatch(text)
    if power is None:
        return text, False
    first, rest, zeros = power[1], power[2] or "", int(power[3])
    if len(rest) < zeros:
        return text, True
    whole, part = first + rest[:zeros], rest[zeros:].rstrip("0")
    return (f"{whole}.{part}" if part else whole), False


def _of_float(number: float) -> str:
    if number.is_integer():
        return str(int(number))
    return format(number, ".15g")


def _of_moment(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time.min else moment.isoformat(" ")


def _of_length(length: timedelta) -> str:
    return str(length)


TEXTS: Mapping[type, Callable[..., str]] = {
    float: _of_float,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: _of_moment,
    time: time.isoformat,
    timedelta: _of_length,
}


def text_of(cell: object) -> tuple[str, bool]:
    """Return a cell that is no text as a person sees it, and whether digits are lost."""
    write = TEXTS.get(type(cell), str)
    lost = isinstance(cell, float) and abs(cell) >= EXACT
    return write(cell), lost
