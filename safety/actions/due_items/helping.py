"""
Sharing a large run with helper processes.

Where the database has one pen (SQLite) they derive what this process writes; where it has several
(PostgreSQL) each writes what it derives.
"""

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
from safety.actions.due_items.counts import Counts
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
    return helper.packed(helper.derived(keys))


def brought_in_line(parts: Iterator[list[int]], *, run: Run, helpers: int) -> Iterator[Counts]:
    """Yield what changed in each part, in the order of the parts; helpers derive and write."""
    path = f"{__name__}.bring_in_line"
    yield from helped(path, parts, helpers=helpers, told=(run.today, run.now))


def bring_in_line(keys: list[int], today: date, now: datetime) -> Counts:
    """Derive a part and write it, in a helper that is not alone in writing."""
    helper = _helper(today, now)
    derived = helper.derived(keys)
    # Answers that others write, too, at once: nobody shall wait for the end of this part.
    helper.run.keep_bases(derived)
    return helper.run.write(derived)


@dataclass(slots=True)
class Helper:
    """What a helper keeps from part to part."""

    run: Run
    numbers: dict[str, int] = field(default_factory=dict)

    def derived(self, keys: list[int]) -> Derived:
        """Return what follows from the facts of some workplaces, marked before they are read."""
        marks = marks_of(keys)  # what changes afterwards shows
        return self.run.derive(list(Workplace.objects.filter(pk__in=keys).order_by("pk")), marks)

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
