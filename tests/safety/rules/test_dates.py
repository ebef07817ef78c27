from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.dates import add_months

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(0, 360)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 5), 6, date(2026, 7, 5)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),  # no 31st of February
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # a leap year
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),  # over the end of a year
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@given(DAYS, MONTHS)
def test_a_month_later_keeps_the_day_or_is_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and add_months(later, 0) == later)


@given(DAYS, DAYS, MONTHS)
def test_an_earlier_day_never_ends_later(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))

    assert add_months(early, months) <= add_months(late, months)
