"""What runs by the clock: each reads it and makes one call."""

from __future__ import annotations

from dataclasses import asdict

from outreach import clock
from safety.actions.due_items import recompute_all, recompute_changed, recompute_stale


def open_due_items() -> dict[str, int]:
    """Work out, each night, whatever may be due on another day than at the last look."""
    return asdict(recompute_stale(today=clock.today(), now=clock.now()))


def open_changed_due_items() -> dict[str, int]:
    """Work out the workplaces that an import changed, every few minutes."""
    return asdict(recompute_changed(today=clock.today(), now=clock.now()))


def open_all_due_items() -> dict[str, int]:
    """Work out every workplace, each Sunday, whatever the marks on it say."""
    return asdict(recompute_all(today=clock.today(), now=clock.now()))
