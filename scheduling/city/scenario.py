"""Play some weeks of a centre's life through the product's own actions."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from scheduling.city.base import Base


def play(base: Base, *, rng: Random, today: date, now: datetime) -> None:
    """Book, hold, miss, confirm and cancel; teach; text; apply and claim: some of everything."""
