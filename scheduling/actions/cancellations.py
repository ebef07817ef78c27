"""A visit is or was cancelled: who could be visited in its place, both done at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Staff
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.plan_candidates import REACH, Candidate, earliest_candidates
from scheduling.actions.plan_problems import Stop
from scheduling.actions.slots import FreeTime
from scheduling.actions.visits import book_visit, cancel_visit
from scheduling.actions.week_boards import WeekBoard
from scheduling.models import Visit

LOOKED_AT = 30  # workplaces, the earliest due first
SHOWN = 5


class NoLongerFree(VisitRefused):
    words = _("This workplace can no longer come in its place. Please look at the new list.")


@dataclass(frozen=True)
class Instead:
    """A workplace that could be visited in the place of a cancelled visit."""

    candidate: Candidate
    time: FreeTime


def leaves_gap(*, visit: Visit, now: datetime) -> bool:
    """Tell whether a visit is cancelled and its time still to come."""
    return visit.state == Visit.State.CANCELLED and visit.starts_at > now


def propose(*, visit: Visit, now: datetime) -> list[Instead]:
    """
    Return who could be visited by the same team on the same day, the least driving first.

    Every other visit stays where it is; nothing is changed.
    """
    day = timezone.localdate(visit.starts_at)
    board = WeekBoard(centre=visit.centre, without=[visit], now=now)
    found = earliest_candidates(centre=visit.centre, until=day + REACH, limit=LOOKED_AT)
    rows = [
        Instead(candidate, times[0])
        for candidate in found
        if candidate.workplace.pk != visit.workplace_id
        and (times := board.times(Stop(candidate, candidate.minutes), [day], teams=[visit.team]))
    ]
    rows.sort(key=lambda row: (row.time.added_minutes, row.candidate.due_date))
    return rows[:SHOWN]


@transaction.atomic
def apply(
    *,
    visit: Visit,
    reason: str,
    instead: int | None,
    seen: datetime | None,
    staff: Staff | None,
    now: datetime,
) -> Visit | None:
    """
    Cancel a visit and book another workplace in its place, both or neither.

    `instead` is that workplace, `seen` the moment that staff saw for it; return its visit. A visit
    that was cancelled before only has its time filled.

    :raises VisitRefused: the visit has changed, or the other one cannot be had like this any more
    :raises AlreadyTaken: somebody was faster in this very moment
    """
    Centre.objects.select_for_update().get(pk=visit.centre_id)  # one planner at a time
    row = None
    if instead is not None:
        rows = {one.candidate.workplace.pk: one for one in propose(visit=visit, now=now)}
        row = rows.get(instead)
        if row is None or row.time.starts_at != seen:
            raise NoLongerFree
    if row is None or not leaves_gap(visit=visit, now=now):
        cancel_visit(visit=visit, reason=reason, staff=staff, now=now)
    if row is None:
        return None
    return book_visit(
        workplace=row.candidate.workplace,
        due_items=row.candidate.due_items,
        team=row.time.team,
        starts_at=row.time.starts_at,
        minutes=row.candidate.minutes,
        staff=staff,
        now=now,
    )
