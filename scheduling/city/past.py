"""Invent what happened before today: exams on time and forgotten, consultations, classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from safety.rules.exam_cycles import exam_cycle
from safety.rules.hazards import HAZARDS, HazardCategory
from scheduling.city.firms import pick
from scheduling.city.moments import PLAYED_DAYS
from scheduling.city.people import Handling, Person

# Shares for day-shift makers (modelled): A, C1, C2, D1, D2, R in per mille.
CODES = (("A", 620), ("C1", 70), ("C2", 170), ("D1", 12), ("D2", 80), ("R", 48))
NIGHT_CODES = (("A", 700), ("CN", 220), ("DN", 60), ("R", 20))
FITNESS = {"A": "가", "R": ""}
NEVER_EXAMINED = 0.4  # of those placed in the last year and a half
NEW_FOR_DAYS = 550
RESULT_DAYS = 21


@dataclass(frozen=True, slots=True)
class PastResult:
    """The result of one agent."""

    hazard: str
    code: str
    fitness: str


@dataclass(frozen=True, slots=True)
class PastExam:
    """One exam, with its results when the table has come."""

    exam_date: date
    received: date | None
    results: tuple[PastResult, ...]
    institution: int
    cost: int


def last_exam(rng: Random, person: Person, *, today: date) -> PastExam | None:
    """Return the person's last special exam: mostly in time, now and then long ago, or never."""
    is_new = person.hired > today - timedelta(days=NEW_FOR_DAYS)
    if not person.handles or (is_new and rng.random() < NEVER_EXAMINED):
        return None
    months = min(_months(handling, today) for handling in person.handles)
    days_ago = round(rng.random() * months * 30.4 * (1.6 if rng.random() < 0.12 else 0.98)) + 1
    exam_date = today - timedelta(days=days_ago)
    if exam_date <= person.hired:
        return None
    in_yet = days_ago > RESULT_DAYS
    return PastExam(
        exam_date=exam_date,
        received=exam_date + timedelta(days=RESULT_DAYS) if in_yet else None,
        results=tuple(_result(rng, handling.hazard, in_yet) for handling in person.handles),
        institution=rng.randrange(10_000),
        cost=rng.randrange(45_000, 130_000, 500),
    )


def last_service(
    rng: Random, *, since: date, today: date, months: int, share: float
) -> date | None:
    """
    Return a day within about so many months before the played weeks, for a share of the subjects.

    A service among those weeks would be unknown on the days before it, and move what was due.
    """
    if rng.random() > share:
        return None
    day = today - timedelta(days=rng.randint(PLAYED_DAYS, round(months * 30.4 * 1.1)))
    return day if day > since else None


def _months(handling: Handling, today: date) -> int:
    return exam_cycle(handling.hazard, on=today).every_months


def _result(rng: Random, hazard: str, in_yet: bool) -> PastResult:
    if not in_yet:
        return PastResult(hazard, "", "")
    night = HAZARDS[hazard].category is HazardCategory.NIGHT_WORK
    code = pick(rng, NIGHT_CODES if night else CODES)
    return PastResult(hazard, code, FITNESS.get(code, "나"))
