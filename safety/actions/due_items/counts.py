"""What a run changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How many workplaces were looked at, and what became of their due items."""

    workplaces: int = 0
    opened: int = 0
    moved: int = 0
    closed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.workplaces + other.workplaces,
            self.opened + other.opened,
            self.moved + other.moved,
            self.closed + other.closed,
        )
