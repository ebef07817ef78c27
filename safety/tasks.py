"""What runs by the clock: each reads it and makes one call."""

from __future__ import annotations

from dataclasses import asdict

from outreach import clock
from safety.actions.due_items import recompute_all, recompute_changed


def open_due_items() -> dict[str, int]:
    """Work out every workplace, each night: a rule may have come into force."""
    return asdict(recompute_all(today=clock.today(), now=clock.now()))


def open_changed_due_items() -> dict[str, int]:
    """Work out the workplaces that an import changed, every few minutes."""
    return asdict(recompute_changed(today=clock.today(), now=clock.now()))
