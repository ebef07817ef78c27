"""Deriving in helper processes what this one writes: the database has one pen, rules have none."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from outreach.models import Workplace
from outreach.processes import helped
from safety.actions.due_items.answers import Answer
from safety.actions.due_items.running import Derived, Mark, Run, marks_of


@dataclass(frozen=True, slots=True)
class Sent:
    """A part as it is sent: each answer travels once, afterwards its number."""

    helper: int
    marks: dict[int, Mark]
    workers: list[int]
    fresh: list[Answer]
    owed: list[tuple[int, int, int]]
    checks: list[tuple[int, date, str]]


def derived_by_helpers(parts: Iterator[list[int]], *, run: Run, helpers: int) -> Iterator[Derived]:
    """Yield what helpers derive of each part, in the order of the parts."""
    answers: defaultdict[int, list[Answer]] = defaultdict(list)
    path = f"{__name__}.derive"
    sent: Sent
    for sent in helped(path, parts, helpers=helpers, told=(run.today, run.now)):
        known = answers[sent.helper]
        known += sent.fresh
        owed = [(place, who, known[number]) for place, who, number in sent.owed]
        yield Derived(sent.marks, sent.workers, owed, sent.checks)


def derive(keys: list[int], today: date, now: datetime) -> Sent:
    """Derive a part, in a helper."""
    helper = _helper(today, now)
    # Marked before anything is read: what changes afterwards shows.
    marks = marks_of(keys)
    workplaces = list(Workplace.objects.filter(pk__in=keys).order_by("pk"))
    return helper.packed(helper.run.derive(workplaces, marks))


@dataclass(slots=True)
class Helper:
    """What a helper keeps from part to part."""

    run: Run
    numbers: dict[str, int] = field(default_factory=dict)

    def packed(self, derived: Derived) -> Sent:
        """Return a part as it is sent."""
        fresh, owed = [], []
        for place, who, answer in derived.owed:
            number = self.numbers.get(answer.line)
            if number is None:
                number = self.numbers[answer.line] = len(self.numbers)
                fresh.append(answer)
            owed.append((place, who, number))
        marks = dict(derived.marks)
        return Sent(os.getpid(), marks, derived.workers, fresh, owed, derived.checks)


@cache
def _helper(today: date, now: datetime) -> Helper:
    return Helper(Run(today=today, now=now))
