"""How much of what people said waits for staff; each layer counts its own."""

from __future__ import annotations

from collections.abc import Callable

from outreach.models import Staff

Counter = Callable[[Staff], int]
_counters: dict[str, Counter] = {}


def register(name: str, counter: Counter) -> None:
    """Make known who counts one kind of what waits."""
    _counters[name] = counter


def waiting_for(staff: Staff) -> int:
    """Return how many replies and requests the person's centre has not taken care of."""
    return sum(counter(staff) for counter in _counters.values())
