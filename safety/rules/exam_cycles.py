"""The timetable of special exams by group of agents (시행규칙 제202조, 별표 23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from safety.rules.tables import as_codes, as_date, edition, read_table

ALL_OTHERS = "*"


@dataclass(frozen=True, slots=True)
class ExamCycle:
    """One line of the annex: the months that hold for a group of agents."""

    group: int
    in_force_from: date | None
    hazards: tuple[str, ...]
    first_within_months: int
    every_months: int
    halved_months: int
    preplacement_months: int
    article: str


EXAM_CYCLES: tuple[ExamCycle, ...] = tuple(
    ExamCycle(
        group=int(row["group"]),
        in_force_from=as_date(row["in_force_from"]),
        hazards=as_codes(row["hazard_codes"]),
        first_within_months=int(row["first_within_months"]),
        every_months=int(row["every_months"]),
        halved_months=int(row["halved_months"]),
        preplacement_months=int(row["preplacement_months"]),
        article=row["article"],
    )
    for row in read_table("exam_cycles")
)


def exam_cycle(hazard: str, *, on: date, cycles: Sequence[ExamCycle] = EXAM_CYCLES) -> ExamCycle:
    """Return the line that holds for an agent on a day."""
    if cycles is EXAM_CYCLES:
        return _statutory_cycle(hazard, on)
    return _find(hazard, on, cycles)


@cache
def _statutory_cycle(hazard: str, on: date) -> ExamCycle:
    # A night's work asks the same few questions a million times.
    return _find(hazard, on, EXAM_CYCLES)


def _find(hazard: str, on: date, cycles: Sequence[ExamCycle]) -> ExamCycle:
    in_force = edition(cycles, on=on)
    for cycle in in_force:
        if hazard in cycle.hazards:
            return cycle
    return next(cycle for cycle in in_force if cycle.hazards == (ALL_OTHERS,))
