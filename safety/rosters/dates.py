"""The days of a roster; whether one lies in the future is asked where today is known."""

from __future__ import annotations

import re
from datetime import date

from outreach.rules.resident_numbers import birth_date_of_masked
from outreach.rules.written_dates import DateReason, Window, WrittenDate, read_date

# A hundred years each, so that '88 and '05 have one century whatever the day of reading.
BIRTHS = Window(date(1930, 1, 1), date(2029, 12, 31))
EVENTS = Window(date(1970, 1, 1), date(2069, 12, 31))
NOT_YET = re.compile(
    r"\W*(?:미\s*실시|미\s*수검|미\s*검|미\s*시행|미\s*정|미\s*확인|비\s*대상|신규|신규자|예정|최초|첫\s*회|"
    r"해당\s*사항\s*없음)\W*"
)
KEPT_SIGNS = re.compile(r"[●*○]")


def read_birth(cell: str) -> WrittenDate:
    """Read a birth date, also one in the visible half of a masked number (880412-1******)."""
    masked = birth_date_of_masked(cell)
    if masked is not None:
        return WrittenDate(masked, DateReason.AS_WRITTEN)
    return read_date(KEPT_SIGNS.sub("", cell).strip(" -"), window=BIRTHS)


def read_day(cell: str) -> WrittenDate:
    """Read a day of hiring, placement or exam; "미실시" is no day, and no error."""
    if NOT_YET.fullmatch(cell):
        return WrittenDate(None, DateReason.EMPTY)
    return read_date(cell, window=EVENTS)


def read_event(cell: str) -> date | None:
    """Return the day of a cell that holds nothing but a day of this age."""
    return read_date(cell, window=EVENTS).date
