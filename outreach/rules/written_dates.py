"""Days as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Day 0 of a spreadsheet's two calendars. The first has a 29 February 1900 that never was, so its
# days count from 30 December 1899 once that is past.
EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
FIRST_TRUE_DAY = 61

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TIME = (
    r"(?:(?:[T\s]|\s*(?=[오(]))\s*(?:오전|오후|AM|PM)?\s*\d{1,2}(?:[:시]\s*\d{1,2}분?)?(?::\d{1,2})?(?:[초분])?"
    r"(?:\.\d+)?\s*(?:AM|PM)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_BEHIND = rf"\.?\s*(?:\(?[월화수목금토일](?:요일)?\)?)?{_TIME}\s*(?:생|입사)?"
APART = re.compile(
    r"'?(?P<a>\d{1,4})\s*(?P<dash>[-./,년\s])\s*(?P<b>\d{1,2})\s*(?:[-./,월\s])\s*(?P<c>\d{1,4})"
    rf"\s*일?{_BEHIND}",
    re.IGNORECASE,
)
TOGETHER = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})(?:[T\s]?\d{4}(?:\d{2})?)?")
SERIAL = re.compile(r"(\d{1,5})(?:\.\d+)?")
IN_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})[-\s.]*(?P<m1>[a-z]{3})[a-z]*|(?P<m2>[a-z]{3})[a-z]*[-\s.]*(?P<d2>\d{1,2}))"
    rf"[-,\s.]+(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
NOTHING = re.compile(r"\W*(?:없\S*|미상|모름|해당\s?없음|무|n/?a|x)?\W*", re.IGNORECASE)
LUNAR = re.compile(r"음력|\(\s*음\s*\)|^음\s*\d")
SOLAR = re.compile(r"양력|\(\s*양\s*\)")
PART = re.compile(
    r"(?:\d{4}|\d{2})\s*(?:년생?|[-./]\s*\d{1,2}\s*(?:[월.])?|년\s*\d{1,2}\s*월)|(?:19|20)\d{2}"
)


class DateReason(StrEnum):
    """How a day was read, or why it was not."""

    AS_WRITTEN = "AS_WRITTEN"
    SERIAL = "SERIAL"  # a spreadsheet's count of days
    EMPTY = "EMPTY"
    AMBIGUOUS = "AMBIGUOUS"  # 3/5/26: which is the year, which the month?
    PART_ONLY = "PART_ONLY"  # a year, or a year and a month
    LUNAR = "LUNAR"  # 음력: another day each year
    IMPOSSIBLE = "IMPOSSIBLE"  # 30 February
    OUTSIDE = "OUTSIDE"  # no century puts a two-digit year between the days that make sense
    NOT_A_DATE = "NOT_A_DATE"


@dataclass(frozen=True)
class Window:
    """The days that make sense; it settles the century of '26 and which numbers are days at all."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Say whether the day lies inside, its ends too."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class WrittenDate:
    """The day of a cell, or why there is none."""

    date: date | None
    reason: DateReason


def births(today: date) -> Window:
    """Return when somebody who works today can have been born."""
    return Window(date(today.year - 99, 1, 1), today)


def events(today: date) -> Window:
    """Return when an employment, an examination or a class of today's lists can have been."""
    return Window(date(today.year - 70, 1, 1), date(today.year + 5, 12, 31))


def read_date(raw: str, *, window: Window, epoch: date = EPOCH_1900) -> WrittenDate:
    """
    Read the day of a cell; a time of day beside it does not matter.

    1. A day with a four-digit year is what it says, also outside the window.
    2. A two-digit year gets the century that puts the day inside the window.
    3. A bare number is a spreadsheet's day only inside the window.
    4. Where two readings are left, none is taken.
    """
    text = " ".join(unicodedata.normalize("NFKC", raw).replace("’", "'").replace("‘", "'").split())
    text = SOLAR.sub("", text).strip()
    if NOTHING.fullmatch(text):
        return WrittenDate(None, DateReason.EMPTY)
    if LUNAR.search(text):
        return WrittenDate(None, DateReason.LUNAR)
    text = re.sub(r"(?<=\d)\.0+$", "", text)
    apart, together = APART.fullmatch(text), TOGETHER.fullmatch(text)
    if together:
        return _settle([(together[1], together[2], together[3])], window)
    if apart:
        return _settle(list(_orders(apart)), window)
    serial, english = SERIAL.fullmatch(text), IN_ENGLISH.fullmatch(text)
    if serial and not PART.fullmatch(text):
        return _serial(int(serial[1]), window, epoch)
    if english and (english["m1"] or english["m2"]).lower() in MONTHS:
        month = MONTHS.index((english["m1"] or english["m2"]).lower()) + 1
        return _settle([(english["y"], str(month), english["d1"] or english["d2"])], window)
    is_part = PART.fullmatch(text) is not None
    return WrittenDate(None, DateReason.PART_ONLY if is_part else DateReason.NOT_A_DATE)


def _orders(found: re.Match[str]) -> Iterator[tuple[str, str, str]]:
    """
    Yield the orders in which year, month and day can stand.

    Koreans write the year first; a spreadsheet set to English writes 3/5/26, and that may be
    anything. A year is never one digit.
    """
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) in {2, 4} and len(c) <= 2:
        yield a, b, c
    if len(a) <= 2 and len(c) in {2, 4} and (found["dash"] == "/" or len(a) == 1 or len(c) == 4):
        yield c, a, b
        if len(a) == 1 or len(c) == 4:
            yield c, b, a
        elif found["dash"] == "/" and int(a) <= len(MONTHS):
            yield "20" + a, b, c  # 03/05/26: the year may also stand first


def _settle(readings: list[tuple[str, str, str]], window: Window) -> WrittenDate:
    days: set[date] = set()
    is_outside = False
    for year, month, day in readings:
        possible = [
            made
            for whole in ([int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)])
            if (made := _day(whole, int(month), int(day))) is not None
        ]
        fitting = possible if len(year) == 4 else [made for made in possible if window.holds(made)]
        is_outside = is_outside or bool(possible and not fitting)
        days.update(fitting)
    if len(days) == 1:
        return WrittenDate(days.pop(), DateReason.AS_WRITTEN)
    if days:
        return WrittenDate(None, DateReason.AMBIGUOUS)
    return WrittenDate(None, DateReason.OUTSIDE if is_outside else DateReason.IMPOSSIBLE)


def _serial(number: int, window: Window, epoch: date) -> WrittenDate:
    if epoch == EPOCH_1900 and number < FIRST_TRUE_DAY:
        return WrittenDate(None, DateReason.NOT_A_DATE)
    day = epoch + timedelta(days=number)
    if not window.holds(day):
        return WrittenDate(None, DateReason.NOT_A_DATE)
    return WrittenDate(day, DateReason.SERIAL)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
