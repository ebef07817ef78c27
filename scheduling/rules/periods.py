"""Months, quarters and years over which results are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from safety.rules.dates import add_months

_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A month (2026-11), a quarter (2026-Q4) or a year (2026), from its first to its last day."""

    key: str
    first: date
    months: int

    @property
    def last(self) -> date:
        return add_months(self.first, self.months) - timedelta(days=1)


def read_period(key: str) -> Period | None:
    """Return the period that is written so, if it is one."""
    found = _WRITTEN.fullmatch(key)
    if found is None:
        return None
    year = int(found["year"])
    if found["month"]:
        return Period(key, date(year, int(found["month"]), 1), 1)
    if found["quarter"]:
        return Period(key, date(year, int(found["quarter"]) * 3 - 2, 1), 3)
    return Period(key, date(year, 1, 1), 12)


def month_of(day: date) -> Period:
    """Return the month of a day."""
    return Period(f"{day.year}-{day.month:02d}", day.replace(day=1), 1)


def quarter_of(day: date) -> Period:
    """Return the quarter of a day."""
    quarter = (day.month + 2) // 3
    return Period(f"{day.year}-Q{quarter}", date(day.year, quarter * 3 - 2, 1), 3)


def year_of(day: date) -> Period:
    """Return the year of a day."""
    return Period(str(day.year), date(day.year, 1, 1), 12)


def neighbours(period: Period) -> tuple[Period, Period]:
    """Return the period before and the period after, of the same length."""
    of = {1: month_of, 3: quarter_of, 12: year_of}[period.months]
    return of(period.first - timedelta(days=1)), of(period.last + timedelta(days=1))
