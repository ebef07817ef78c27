"""How long to search: so many iterations, or so many seconds by a clock handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Effort(Protocol):
    """Says which share of the search is done; at 1 it ends."""

    def share(self, done: int) -> float:
        """Return the share that is done after so many iterations."""

    def next_round(self, done: int, wanted: int) -> int:
        """Return how many of the wanted iterations to do before asking again."""


@dataclass(frozen=True)
class Iterations:
    """So many iterations for each thread: the same plan on any machine."""

    most: int

    def share(self, done: int) -> float:
        """Return the share that is done after so many iterations."""
        return done / self.most if done < self.most else 1.0

    def next_round(self, done: int, wanted: int) -> int:
        """Return what is wanted, but no more than is left."""
        return min(wanted, self.most - done)


@dataclass(frozen=True)
class Seconds:
    """So many seconds from what the clock showed at the beginning."""

    most: float
    clock: Callable[[], float]
    began: float

    def share(self, done: int) -> float:
        """Return the share of the time that is gone."""
        return (self.clock() - self.began) / self.most

    def next_round(self, done: int, wanted: int) -> int:
        """Return what is wanted."""
        return wanted
