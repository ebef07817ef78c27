"""What runs by the clock: each reads it and makes one call."""

from __future__ import annotations

import time

from outreach import clock
from scheduling.actions import plan_searches
from scheduling.actions.kept_times import let_go_of_expired
from scheduling.actions.reminders import plan_missing
from scheduling.models.invariants import broken


def plan_missing_reminders() -> int:
    """Tell numbers that were given or changed after a booking, every few minutes."""
    return plan_missing(now=clock.now())


def improve_plan(plan_id: int) -> str:
    """Look for a better plan of a week than the first one."""
    return plan_searches.improve_plan(plan_id=plan_id, clock=clock.now, ticks=time.monotonic)


def let_go_of_offers() -> int:
    """Give times back that were kept for an owner and not taken, each minute."""
    return let_go_of_expired(now=clock.now())


class InvariantBroken(Exception):
    """Something that must always hold does not; `manage.py check_invariants` names the rows."""


def check_invariants() -> int:
    """
    Ask each night whether everything holds; return how many statements were asked.

    :raises InvariantBroken: the job fails and is kept with the statements, never with rows
    """
    asked = list(broken())
    wrong = [invariant.statement for invariant, rows in asked if rows]
    if wrong:
        raise InvariantBroken("; ".join(wrong))
    return len(asked)
