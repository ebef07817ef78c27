"""Faults on order: how the next posts are to go wrong, for tests and drills."""

from __future__ import annotations

import threading
from collections import deque

KINDS = {
    "429": "refuse as too fast, nothing accepted",
    "500": "fail, nothing accepted",
    "500-after-accept": "accept, then answer with a failure",
    "hang": "accept, then stay silent for a minute",
    "reset": "accept, then cut the line",
    "garbage": "accept, then answer 201 with something unreadable",
}
HANG_SECONDS = 60.0


class UnknownFault(Exception):
    """The kind of fault is not one of KINDS."""


class Faults:
    """A queue of faults; each post takes one, and goes well when none is left."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[str] = deque()

    def order(self, kind: str, times: int = 1) -> None:
        """
        Make the next posts go wrong.

        :raises UnknownFault: the kind is not in KINDS
        """
        if kind not in KINDS:
            raise UnknownFault(kind)
        with self._lock:
            self._queue.extend([kind] * times)

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()

    def take(self) -> str | None:
        with self._lock:
            return self._queue.popleft() if self._queue else None
