"""One line of before and after: what becomes of a visit, who is told, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scheduling.actions import drafts, reminders
from scheduling.actions.week_boards import Move


@dataclass(frozen=True)
class Described:
    """A move, the texts it sends, and why there is no other place for the visit."""

    move: Move
    drafts: list[drafts.Draft]
    reason: str = ""


def described(moves: Iterable[Move]) -> list[Described]:
    """Describe moves; who keeps the time hears nothing."""
    return [Described(move, _drafts(move), _reason(move)) for move in moves]


def _drafts(move: Move) -> list[drafts.Draft]:
    if move.keeps_time:
        return []
    visit = move.visit
    return [
        drafts.draft(
            visit=visit,
            contact=contact,
            event="MOVED" if move.starts_at else "CANCELLED",
            starts_at=move.starts_at or visit.starts_at,
        )
        for contact in reminders.who_knows(visit=visit)
    ]


def _reason(move: Move) -> str:
    if move.team is not None:
        return ""
    if move.visit.workplace.latitude is None:
        return _("The workplace is on no map, so its ways are not known.")
    needed = {item.kind for item in move.visit.due_items.all()}
    if not needed:
        return _("Nothing is left to do there.")
    return _("No other team that can do this has time for it in the next three weeks.")
