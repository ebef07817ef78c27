"""Months, quarters and years of the report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.rules.city_plan import target_of
from scheduling.rules.periods import month_of, neighbours, quarter_of, read_period, year_of

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_as_it_is_written(key: str, first: date, last: date) -> None:
    period = read_period(key)

    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("key", ["", "2026-13", "2026-Q5", "26-11", "2026-11-23", "x", "1999"])
def test_what_is_no_period_is_none(key: str) -> None:
    assert read_period(key) is None


@given(day=DAYS)
def test_a_day_lies_in_its_periods_which_read_back(day: date) -> None:
    for period in (month_of(day), quarter_of(day), year_of(day)):
        assert period.first <= day <= period.last
        assert read_period(period.key) == period


@given(day=DAYS)
def test_neighbours_touch(day: date) -> None:
    for period in (month_of(day), quarter_of(day), year_of(day)):
        before, after = neighbours(period)

        assert before.last + timedelta(days=1) == period.first
        assert period.last + timedelta(days=1) == after.first


@pytest.mark.parametrize(
    ("key", "target"), [("2026", 80), ("2026-Q1", 20), ("2026-11", 7), ("2028", None)]
)
def test_a_district_has_its_share_of_the_plan(key: str, target: int | None) -> None:
    period = read_period(key)

    assert period is not None
    assert target_of("workplaces", period=period, districts=1) == target


def test_what_the_plan_does_not_name_has_no_target() -> None:
    period = read_period("2026")

    assert period is not None
    assert target_of("consultations", period=period, districts=1) is None
