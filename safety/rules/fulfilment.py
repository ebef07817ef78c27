"""Whether something that was done is the thing that was owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from safety.rules.derivations import Due
from safety.rules.steps import Json

SERVED_BEFORE = frozenset({"LAST_EXAM", "LAST_SERVICE", "LAST_GENERAL_EXAM", "LAST_ASSESSMENT"})
COUNTED_FROM_THAT_DAY = frozenset({"PLACEMENT", "HIRE", "REQUEST", "ORDER"})


def fulfils(basis: Mapping[str, Json], *, held: date) -> bool:
    """
    Tell whether what was held on a day fulfils the due item with this basis.

    1. Counted from the last one: only a later one does. Of three consultations on one day the
       first fulfils what was due; the next round, opened by it, is not fulfilled by the others.
    2. Counted from a placement, a hire, a request or an order: one on that day or later
       (별표 23), so an exam of an earlier job that is written down late does not.
    3. Counted from an agreed day: one after the consultation at which it was agreed.
    4. Counted from a series of consultations: one after the last of them.
    5. Due before a placement: one up to the day of placement.
    6. Counted from the registration: any.
    """
    inputs = basis["inputs"]
    if not isinstance(inputs, dict):
        raise TypeError("inputs")
    if "anchor" not in inputs:
        return held <= date.fromisoformat(str(inputs["placed"]))  # an exam before the placement
    anchor, counted_from = inputs["anchor"], date.fromisoformat(str(inputs["anchor_date"]))
    if anchor in SERVED_BEFORE:
        return held > counted_from
    if anchor == "AGREED_DATE":
        return held > date.fromisoformat(str(inputs["held"]))
    if anchor == "SERIES":
        return held > date.fromisoformat(str(inputs["last_held"]))
    return anchor not in COUNTED_FROM_THAT_DAY or held >= counted_from


def earliest_day(due: Due) -> date | None:
    """Return the first day on which doing it fulfils the due item, by the same reasoning."""
    if due.earliest is not None:
        return due.earliest
    inputs = dict(due.basis.inputs)
    anchor, counted_from, held = (inputs.get(name) for name in ("anchor", "anchor_date", "held"))
    if anchor == "AGREED_DATE":
        return held + timedelta(days=1) if isinstance(held, date) else None
    if not isinstance(counted_from, date):
        return None
    return counted_from + timedelta(days=1) if anchor in SERVED_BEFORE else counted_from
