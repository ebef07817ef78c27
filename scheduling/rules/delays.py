"""When a team that comes earlier or later says so, and how a delay travels down its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WORTH_SAYING = timedelta(minutes=10)


@dataclass(frozen=True)
class Stop:
    """One stop of a team's day: when it was promised, how long it takes, how far the next is."""

    key: int
    starts_at: datetime
    ends_at: datetime
    drive_on: timedelta  # to the next stop


def arrivals(stops: Sequence[Stop], *, late: timedelta) -> dict[int, datetime]:
    """
    Return when a team will be at each stop, if it is so late (or early) at the first.

    A delay shrinks by the time to spare between stops; nobody is visited before the promised
    time but at the first stop, where staff said so.
    """
    found: dict[int, datetime] = {}
    for number, stop in enumerate(stops):
        if number:
            before = stops[number - 1]
            left = found[before.key] + (before.ends_at - before.starts_at) + before.drive_on
            found[stop.key] = max(stop.starts_at, left)
        else:
            found[stop.key] = stop.starts_at + late
    return found


def is_worth_saying(*, told: datetime, now_expected: datetime) -> bool:
    """Tell whether somebody who was told one time should hear of the other."""
    return abs(now_expected - told) >= WORTH_SAYING
