from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
# The law forbids only advertising at night (정보통신망법 제50조제3항: 21-08 h); ours are
# informational and still keep to the hours in which a call would be polite.
OPENS = time(9, 0)
CLOSES = time(20, 0)


def is_quiet(moment: datetime) -> bool:
    """Say whether no text may leave at this moment (before 9 or from 20 o'clock in Seoul)."""
    return not OPENS <= _in_seoul(moment).time() < CLOSES


def next_sending_moment(moment: datetime) -> datetime:
    """Return the moment itself, or the next 09:00 in Seoul when it lies in quiet hours."""
    local = _in_seoul(moment)
    if not is_quiet(moment):
        return local
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=SEOUL)


def _in_seoul(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SEOUL)
