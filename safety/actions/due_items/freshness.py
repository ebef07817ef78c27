"""How long what was worked out holds by itself, and with which rules it was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path

from outreach.models import Workplace
from safety import rules
from safety.actions.due_items.opening import Opening
from safety.actions.due_items.reading import PEOPLE, Facts
from safety.models import DueEvent
from safety.rules.dates import add_months
from safety.rules.statutes import STATUTES

DAY = timedelta(days=1)
HERE = Path(__file__).parent
RULES = Path(str(rules.__file__)).parent


@cache
def _sources() -> bytes:
    """Return a digest of the rules and their tables, and of what brings the facts to them."""
    found = blake2b(digest_size=8)
    for folder in (RULES, HERE):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv"):
                found.update(path.read_bytes())
    return found.digest()


def edition_of(opening: Opening) -> str:
    """Return what names the rules and one centre's settings: another one asks for a new look."""
    settings = f"{opening.settings!r} {sorted(opening.kinds)} {opening.asks_back_months}"
    # A set has no order of its own: its texts are sorted before they are digested.
    told = " ".join(sorted(settings.replace("{", " ").replace("}", " ").replace(",", " ").split()))
    return blake2b(_sources() + told.encode(), digest_size=12).hexdigest()


def next_turn(today: date) -> date:
    """Return the next day on which the calendar or a new edition of a table changes dates."""
    half_year = date(today.year, 7, 1) if today.month < 7 else date(today.year + 1, 1, 1)
    begins = [day for day in _editions() if day > today]
    return min([half_year, *begins])


def fresh_until(
    workplace: Workplace, facts: Facts, people: PEOPLE, *,
    opening: Opening, today: date, turn: date,
) -> date:  # fmt: skip
    """Return the first day on which the same facts may give other dates."""
    days = _turning_days(workplace, facts, people, opening)
    return min((day for day in days if today < day < turn), default=turn)


def _turning_days(
    workplace: Workplace,
    facts: Facts,
    people: PEOPLE,
    opening: Opening,
) -> Iterator[date]:
    if workplace.closed_date:
        yield workplace.closed_date
    for worker, hired, left in people:
        if hired:
            yield hired
            yield add_months(hired, opening.asks_back_months) + DAY
        if left:
            yield left
        for row in facts.exposures.get(worker, ()):
            yield row.placed + DAY
            if row.ended:
                yield row.ended
        for kind, on, *_rest in facts.events.get(worker, ()):
            if kind in (DueEvent.Kind.JOB_CHANGE, DueEvent.Kind.LISTED_JOB):
                yield add_months(on, opening.asks_back_months) + DAY


@cache
def _editions() -> tuple[date, ...]:
    tables = (
        STATUTES.cycles,
        STATUTES.general,
        STATUTES.hours,
        STATUTES.parts,
        STATUTES.intervals,
        STATUTES.protocols,
        STATUTES.fines,
    )
    return tuple(row.in_force_from for table in tables for row in table if row.in_force_from)
