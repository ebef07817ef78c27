from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.workdays import (
    is_working_day,
    next_working_day,
    working_day_on_or_after,
    working_days,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 12, 25), False),  # Christmas, a Friday
        (date(2026, 9, 24), False),  # the day before Chuseok
        (date(2026, 8, 17), False),  # a substitute holiday
        (date(2027, 2, 9), False),  # a substitute holiday of the lunar new year
        (date(2027, 2, 10), True),
    ],
)
def test_weekends_and_holidays_are_not_worked(day: date, works: bool) -> None:
    assert is_working_day(day) == works


def test_a_closure_added_by_staff_is_not_worked() -> None:
    day = date(2026, 11, 24)

    assert not is_working_day(day, closures={day})
    assert is_working_day(day)
    assert next_working_day(date(2026, 11, 23), closures={day}) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "on_or_after", "after"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 9, 24), date(2026, 9, 28), date(2026, 9, 28)),  # Chuseok into a weekend
        (date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_working_day(day: date, on_or_after: date, after: date) -> None:
    assert working_day_on_or_after(day) == on_or_after
    assert next_working_day(day) == after


def test_the_working_days_of_a_week_with_christmas() -> None:
    week = working_days(date(2026, 12, 21), date(2026, 12, 27))

    assert week == [date(2026, 12, day) for day in (21, 22, 23, 24)]
    assert working_days(date(2026, 12, 24), date(2026, 12, 23)) == []


@given(DAYS)
def test_the_next_working_day_is_worked_and_none_is_skipped(day: date) -> None:
    later = next_working_day(day)

    assert later > day
    assert working_days(day, later) == ([day] if is_working_day(day) else []) + [later]
