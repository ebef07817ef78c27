"""Working days in Korea: no weekends, public holidays or extra closures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, *, closures: Collection[date] = ()) -> bool:
    """Tell whether a centre works on a day; closures are days it added (임시공휴일)."""
    return day.weekday() < SATURDAY and day not in closures and not is_public_holiday(day)


def is_public_holiday(day: date) -> bool:
    """Tell whether the whole country has the day off, on whatever day of the week it falls."""
    return day in _holidays(day.year)


def working_day_on_or_after(day: date, *, closures: Collection[date] = ()) -> date:
    """Return the day itself if it is a working day, or else the next one."""
    while not is_working_day(day, closures=closures):
        day += ONE_DAY
    return day


def next_working_day(day: date, *, closures: Collection[date] = ()) -> date:
    """Return the first working day after a day."""
    return working_day_on_or_after(day + ONE_DAY, closures=closures)


def working_days(first: date, last: date, *, closures: Collection[date] = ()) -> list[date]:
    """Return the working days from one day to another, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if is_working_day(day, closures=closures)]


def named_holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Return the public holidays from one day to another with their Korean names."""
    years = range(first.year, last.year + 1)
    named = country_holidays("KR", years=years, language="ko")
    return sorted((day, name) for day, name in named.items() if first <= day <= last)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("KR", years=year))
