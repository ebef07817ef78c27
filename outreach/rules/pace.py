"""How fast texts may leave, and how long a refused one waits; no clock and no chance in here."""

from __future__ import annotations

FIRST_WAIT = 5.0  # seconds
LONGEST_WAIT = 900.0
SPREAD = 0.25  # waits are drawn out by up to a quarter, so that a crowd does not come back at once


class Pace:
    """A bucket of permissions that fills steadily and holds no more than a second's worth."""

    def __init__(self, *, per_second: int, at: float) -> None:
        self._per_second = per_second
        self._level = 1.0
        self._at = at

    def take(self, wanted: int, *, at: float) -> int:
        """Return how many of the wanted calls may be made at this moment, and count them."""
        filled = self._level + max(0.0, at - self._at) * self._per_second
        self._level, self._at = min(filled, float(self._per_second)), at
        given = max(0, min(wanted, int(self._level)))
        self._level -= given
        return given

    def give_back(self, number: int) -> None:
        """Return permissions that were not used."""
        self._level = min(self._level + number, float(self._per_second))


def wait_before_retry(*, attempt: int, retry_after: int | None, chance: float) -> float:
    """
    Return the seconds to wait after the given attempt (1 is the first).

    The provider's own word (Retry-After) is kept; chance lies between 0 and 1.
    """
    doubled = FIRST_WAIT * 2.0 ** (min(attempt, 20) - 1)
    wait = max(min(doubled, LONGEST_WAIT), float(retry_after or 0))
    return wait * (1 + SPREAD * chance)
