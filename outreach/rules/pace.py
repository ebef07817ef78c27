"""How fast texts may leave, and how long a refused one waits; no clock and no chance in here."""

from __future__ import annotations

from datetime import datetime, timedelta

BURST = 0.5  # seconds' worth of texts that may leave at once after a pause
FARTHEST = timedelta(seconds=30)  # a number is free sooner than this, unless a clock was set back
FIRST_WAIT = 5.0  # seconds
LONGEST_WAIT = 900.0
SPREAD = 0.25  # waits are drawn out by up to a quarter, so that a crowd does not come back at once


def permits(*, free_at: datetime, at: datetime, per_second: float) -> int:
    """Return how many texts a sender number that is free at a moment may send now."""
    # A number that sends less than two a second may still send one.
    ahead = timedelta(seconds=max(BURST, 1 / per_second))
    room = at + ahead - _start(free_at, at)
    return max(0, int(room.total_seconds() * per_second + 1e-6))


def free_after(*, free_at: datetime, at: datetime, taken: int, per_second: float) -> datetime:
    """Return when the number is free again after so many texts."""
    return _start(free_at, at) + timedelta(seconds=taken / per_second)


def _start(free_at: datetime, at: datetime) -> datetime:
    return at if free_at > at + FARTHEST else max(free_at, at)


def wait_before_retry(*, attempt: int, retry_after: int | None, chance: float) -> float:
    """
    Return the seconds to wait after the given attempt (1 is the first).

    The provider's own word (Retry-After) is kept; chance lies between 0 and 1.
    """
    doubled = FIRST_WAIT * 2.0 ** (min(attempt, 20) - 1)
    wait = max(min(doubled, LONGEST_WAIT), float(retry_after or 0))
    return wait * (1 + SPREAD * chance)
