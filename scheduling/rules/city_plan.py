"""What the city's plan asks of a centre; the plan names no figure for the other indicators."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scheduling.rules.periods import Period

PLAN = Path(__file__).parent / "data" / "city_plan.csv"


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure of the plan and the years in which it holds."""

    indicator: str
    first_year: int
    last_year: int
    city_per_year: int
    districts: int
    source: str


@cache
def goals() -> tuple[Goal, ...]:
    """Return the plan's figures in their order."""
    with PLAN.open(encoding="utf-8", newline="") as file:
        return tuple(
            Goal(
                indicator=row["indicator"],
                first_year=int(row["first_year"]),
                last_year=int(row["last_year"]),
                city_per_year=int(row["city_per_year"]),
                districts=int(row["districts"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


def target_of(indicator: str, *, period: Period, districts: int) -> int | None:
    """Return a centre's share of the plan for so many districts in a period, rounded up."""
    for goal in goals():
        if goal.indicator == indicator and goal.first_year <= period.first.year <= goal.last_year:
            share = goal.city_per_year * districts * period.months
            return -(-share // (goal.districts * 12))
    return None
