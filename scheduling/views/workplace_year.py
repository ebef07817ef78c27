"""A workplace's coming twelve months on one line: what falls due in which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from safety.models import DueItem
from safety.rules.dates import add_months

MONTHS = 12


class Owed(NamedTuple):
    """What the line needs of a due item; its fields are read by these names."""

    kind: str
    due_date: date
    waived: bool
    put_off_until: date | None


@dataclass(frozen=True)
class YearCell:
    """One month of the line, or (without a month) all that is late already."""

    month: date | None
    count: int
    what: str  # special health exam 2, regular training 1


def year_ahead(items: Iterable[Owed], *, today: date) -> list[YearCell]:
    """Return what is late, then each of the next twelve months; what was decided is left out."""
    standing = [
        item
        for item in items
        if not item.waived and (item.put_off_until is None or item.put_off_until <= today)
    ]
    return list(_cells(standing, today))


def _cells(items: list[Owed], today: date) -> Iterator[YearCell]:
    yield _cell(None, (item for item in items if item.due_date < today))
    first = today.replace(day=1)
    for number in range(MONTHS):
        month, after = add_months(first, number), add_months(first, number + 1)
        begin = max(month, today)
        yield _cell(month, (item for item in items if begin <= item.due_date < after))


def _cell(month: date | None, items: Iterable[Owed]) -> YearCell:
    kinds = Counter(item.kind for item in items)
    told = [f"{kind.label} {kinds[kind.value]}" for kind in DueItem.Kind if kinds[kind.value]]
    return YearCell(month, kinds.total(), ", ".join(told))
