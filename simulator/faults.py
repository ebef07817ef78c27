"""Faults: on order for the next posts, or by chance, for tests, drills and storms."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = {
    "429": "refuse as too fast, nothing accepted",
    "500": "fail, nothing accepted",
    "503": "say that it is down, nothing accepted",
    "500-after-accept": "accept, then answer with a failure",
    "503-after-accept": "accept, then say that it is down",
    "hang": "accept, then stay silent for a minute",
    "hang-before": "accept nothing and stay silent for a minute",
    "reset": "accept, then cut the line",
    "garbage": "accept, then answer 201 with something unreadable",
    "cut": "accept, then cut the answer in its middle",
}
LIST_KINDS = {
    "list-500": "the list cannot be read",
    "list-cut": "the list ends in its middle",
    "list-hang": "the list stays silent for a minute",
}
HANG_SECONDS = 60.0


class UnknownFault(Exception):
    """The kind of fault is not one of KINDS or LIST_KINDS."""


@dataclass(frozen=True)
class Habits:
    """How nasty the provider is all the time: shares between 0 and 1, and seconds."""

    delay: float = 0.0  # before each answer
    list_lag: float = 0.0  # until an accepted text appears in the list
    chances: Mapping[str, float] = field(default_factory=dict)  # of KINDS and LIST_KINDS
    callbacks_doubled: float = 0.0
    callbacks_dropped: float = 0.0
    callbacks_shuffled: float = 0.0  # seconds by which a callback may be late
    per_second: float = 0.0  # more posts than this get 429; 0 is no bound

    def __post_init__(self) -> None:
        """Refuse chances of faults that there are not."""
        for kind in self.chances:
            if kind not in KINDS | LIST_KINDS:
                raise UnknownFault(kind)


class Faults:
    """A queue of faults that were ordered, and before those that come by chance."""

    def __init__(self, habits: Habits | None = None, *, seed: int = 0) -> None:
        self.habits = habits or Habits()
        self.chance = random.Random(seed)
        self._lock = threading.Lock()
        self._queue: deque[str] = deque()
        self._posts: deque[float] = deque()

    def order(self, kind: str, times: int = 1) -> None:
        """
        Make the next posts go wrong, or the next questions for the list.

        :raises UnknownFault: there is no such kind
        """
        if kind not in KINDS | LIST_KINDS:
            raise UnknownFault(kind)
        with self._lock:
            self._queue.extend([kind] * times)

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()

    def take(self) -> str | None:
        """Return what is to go wrong with this post."""
        return self._take(KINDS)

    def take_for_list(self) -> str | None:
        """Return what is to go wrong with this question for the list."""
        return self._take(LIST_KINDS)

    def is_too_fast(self) -> bool:
        """Tell whether more posts came within a second than are allowed."""
        if not self.habits.per_second:
            return False
        at = time.monotonic()
        with self._lock:
            while self._posts and self._posts[0] <= at - 1:
                self._posts.popleft()
            if len(self._posts) >= self.habits.per_second:
                return True
            self._posts.append(at)
            return False

    def _take(self, kinds: Mapping[str, str]) -> str | None:
        with self._lock:
            ordered = next((kind for kind in self._queue if kind in kinds), None)
            if ordered is not None:
                self._queue.remove(ordered)
                return ordered
            drawn = self.chance.random()
        for kind, share in self.habits.chances.items():
            if kind in kinds:
                if drawn < share:
                    return kind
                drawn -= share
        return None
