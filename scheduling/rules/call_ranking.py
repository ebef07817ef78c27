"""
Whom to contact first today: a weight for each workplace, made of six plain factors.

The weight is days overdue × severity × workers × nearness × reachability × last outcome. Every
FAIR-th place goes to whoever has waited longest, so that nobody is forgotten; whoever was called
rests by the rules of the call list (`outreach.rules.call_queue`), so that nobody is called five
times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from math import sqrt

MOST_DAYS = 180  # half a year late or ten years late: it weighs the same
FAIR = 5  # every fifth place is for whoever has waited longest
NEAR_DAYS = 14  # a visit fixed so soon counts as being there anyway
# What a day's delay of each kind may cost the worker.
SEVERITY = {
    "ORDERED_EXAM": 5.0,
    "ON_DEMAND_EXAM": 5.0,
    "FOLLOW_UP_EXAM": 4.0,
    "PREPLACEMENT_EXAM": 4.0,
    "SPECIAL_EXAM": 3.0,
    "CONSULTATION": 0.5,
    "WORK_ENVIRONMENT": 0.4,
    "TRAINING": 0.4,
}


class Reach(StrEnum):
    """How a workplace can be reached."""

    TEXT = "TEXT"
    CALL = "CALL"
    LETTER = "LETTER"  # no number is known, which is no reason to forget it


class Said(StrEnum):
    """What came of the last contact."""

    NOTHING_YET = "NOTHING_YET"
    WANTS_OTHER_TIME = "WANTS_OTHER_TIME"
    GOT_MOBILE = "GOT_MOBILE"
    SPOKEN_TO = "SPOKEN_TO"
    NO_ANSWER = "NO_ANSWER"


class Near(StrEnum):
    """Whether somebody is in the neighbourhood soon anyway."""

    SAME_DONG = "SAME_DONG"
    SAME_DISTRICT = "SAME_DISTRICT"
    NOBODY = "NOBODY"


REACH = {Reach.TEXT: 1.2, Reach.CALL: 1.0, Reach.LETTER: 0.5}
OUTCOME = {
    Said.WANTS_OTHER_TIME: 1.5,
    Said.GOT_MOBILE: 1.3,
    Said.NOTHING_YET: 1.0,
    Said.SPOKEN_TO: 0.8,
    Said.NO_ANSWER: 0.7,
}
NEARNESS = {Near.SAME_DONG: 1.5, Near.SAME_DISTRICT: 1.2, Near.NOBODY: 1.0}


class Because(StrEnum):
    """The one thing that brings a workplace up most."""

    WAITED = "WAITED"
    OVERDUE = "OVERDUE"
    SEVERE = "SEVERE"
    MANY = "MANY"
    NEAR = "NEAR"
    ASKED = "ASKED"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A workplace that may be contacted today, and what is known of it."""

    workplace: int
    due_date: date  # the oldest of what the programme brings
    kind: str  # the severest of it
    workers: int = 1
    near: Near = Near.NOBODY
    reach: Reach = Reach.CALL
    said: Said = Said.NOTHING_YET
    last_contact: date | None = None  # None: never


@dataclass(frozen=True, slots=True)
class Ranked:
    """A workplace with its weight, and what to say about it."""

    waiting: Waiting
    weight: float
    because: Because


def weight(waiting: Waiting, *, today: date) -> float:
    """Return how urgently a workplace is contacted; what is not late yet weighs little."""
    return _lateness(waiting, today) * _product(_factors(waiting))


def ranked(waiting: Sequence[Waiting], *, today: date, most: int) -> list[Ranked]:
    """Return whom to contact today, the first first, in at most so many places."""
    by_weight = sorted(waiting, key=lambda one: (-weight(one, today=today), one.workplace))
    by_wait = sorted(waiting, key=lambda one: (one.last_contact or date.min, one.due_date,
                                               one.workplace))  # fmt: skip
    chosen: dict[int, Ranked] = {}
    while len(chosen) < min(most, len(waiting)):
        is_fair = len(chosen) % FAIR == FAIR - 1
        one = next(one for one in (by_wait if is_fair else by_weight)
                   if one.workplace not in chosen)  # fmt: skip
        why = Because.WAITED if is_fair else _because(one, today)
        chosen[one.workplace] = Ranked(one, weight(one, today=today), why)
    return list(chosen.values())


def caller_of(workplace: int, callers: Sequence[int], *, last_caller: int | None) -> int | None:
    """Return whose list a workplace is on: whoever called last, else a stable share for each."""
    if last_caller in callers:
        return last_caller
    return min(callers, key=lambda caller: _hash(f"{caller}:{workplace}"), default=None)


def is_held_out(workplace: int, *, percent: int) -> bool:
    """
    Tell whether a workplace is called without an invitation by text, to compare the two.

    The same workplaces each time: the share grows or shrinks around them. Reminders of a visit
    that is booked are never held back.
    """
    return _hash(f"hold-out:{workplace}") % 100 < percent


def _lateness(waiting: Waiting, today: date) -> float:
    days = (today - waiting.due_date).days
    return 1 + min(days, MOST_DAYS) / 30 if days > 0 else 0.5


def _factors(waiting: Waiting) -> dict[Because, float]:
    return {
        Because.SEVERE: SEVERITY.get(waiting.kind, 0.4),
        Because.MANY: sqrt(max(waiting.workers, 1)),
        Because.NEAR: NEARNESS[waiting.near],
        Because.ASKED: REACH[waiting.reach] * OUTCOME[waiting.said],
    }


def _product(factors: dict[Because, float]) -> float:
    product = 1.0
    for factor in factors.values():
        product *= factor
    return product


def _because(waiting: Waiting, today: date) -> Because:
    """Name what sets it apart: a wish first, then what weighs most beside what is usual."""
    if waiting.said is Said.WANTS_OTHER_TIME:
        return Because.ASKED
    factors = _factors(waiting)
    beside = {
        Because.OVERDUE: _lateness(waiting, today) / 2,
        Because.SEVERE: factors[Because.SEVERE] / 2,
        Because.MANY: factors[Because.MANY] / 2,
        Because.NEAR: factors[Because.NEAR] * 1.2 if waiting.near is not Near.NOBODY else 0.0,
    }
    return max(beside, key=lambda name: beside[name])


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
