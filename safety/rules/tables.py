"""Reading the tables in data/ and choosing the edition in force on a day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources
from typing import Protocol, TypeVar


class NoRuleInForce(LookupError):
    """No row of the table was in force on that day."""


class Dated(Protocol):
    """A row that knows since when it holds; None means since always."""

    @property
    def in_force_from(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file in data/, in the file's (the statute's) order."""
    source = resources.files("safety.rules").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def as_date(text: str) -> date | None:
    """Return the date of a table's cell, None for an empty one."""
    return date.fromisoformat(text) if text else None


def as_codes(text: str) -> tuple[str, ...]:
    """Return the codes of a cell in which they are joined by bars."""
    return tuple(text.split("|")) if text else ()


def edition(rows: Iterable[Row], *, on: date) -> Sequence[Row]:
    """
    Return the newest edition that has begun by that day.

    Rows that begin on the same day are one edition and replace the one before as a whole.
    """
    begun = [row for row in rows if row.in_force_from is None or row.in_force_from <= on]
    if not begun:
        raise NoRuleInForce(on.isoformat())
    newest = max(row.in_force_from or date.min for row in begun)
    return [row for row in begun if (row.in_force_from or date.min) == newest]
