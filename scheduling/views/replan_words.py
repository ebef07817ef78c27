"""One line of before and after: what becomes of a visit, who is told, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.access import Asker
from scheduling.actions import drafts, reminders
from scheduling.actions.week_boards import Move
from scheduling.views.plan_words import changes_in_words


@dataclass(frozen=True)
class Described:
    """A move, the texts it sends, why there is no other place, and what would make one."""

    move: Move
    drafts: list[drafts.Draft]
    shift: str = ""
    reason: str = ""
    change: str = ""


def described(moves: Iterable[Move], asker: Asker) -> list[Described]:
    """Describe moves; who keeps the time hears nothing."""
    rows = list(moves)
    words = dict(
        zip(
            [move.visit.pk for move in rows if move.why],
            changes_in_words([move.why for move in rows if move.why], asker),
            strict=True,
        )
    )
    return [
        Described(
            move,
            _drafts(move),
            _shift(move),
            _reason(move),
            words.get(move.visit.pk, ""),
        )
        if move.team is None
        else Described(move, _drafts(move), _shift(move))
        for move in rows
    ]


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


def _shift(move: Move) -> str:
    """Say by how much a visit moves: days where the day changes, else minutes."""
    if move.starts_at is None or move.keeps_time:
        return ""
    before, after = timezone.localdate(move.visit.starts_at), timezone.localdate(move.starts_at)
    days, minutes = (after - before).days, move.minutes_later
    if days > 0:
        return ngettext("%(count)s day later", "%(count)s days later", days) % {"count": days}
    if days < 0:
        return ngettext("%(count)s day earlier", "%(count)s days earlier", -days) % {"count": -days}
    if minutes > 0:
        return _("%(time)s later") % {"time": _length(minutes)}
    return _("%(time)s earlier") % {"time": _length(-minutes)}


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _reason(move: Move) -> str:
    if move.visit.workplace.latitude is None:
        return _("The workplace is on no map, so its ways are not known.")
    if not move.visit.due_items.all():
        return _("Nothing is left to do there.")
    return _("No other team that can do this has time for it in the next three weeks.")
