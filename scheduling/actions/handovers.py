"""Another team comes at the time that was promised: the owner is not troubled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from outreach.models import Staff
from scheduling.actions.bookings import check_time, resources_of
from scheduling.actions.feeds import write_event
from scheduling.actions.reservations import release, reserve
from scheduling.actions.visits import lock_live_visit, move_visit
from scheduling.actions.week_boards import Move
from scheduling.models import Team, Visit


@transaction.atomic
def hand_over(*, visit: Visit, team: Team, now: datetime) -> Visit:
    """
    Give a visit to another team at its time: what the owner was told and said holds.

    :raises VisitRefused: the visit has changed or is over, or the team is not at work then
    :raises AlreadyTaken: the team, one of its people or its van has something else
    """
    visit = lock_live_visit(visit)
    check_time(
        team=team,
        workplace=visit.workplace,
        starts_at=visit.starts_at,
        minutes=visit.minutes,
        now=now,
    )
    before = visit.version
    visit.team, visit.version = team, before + 1
    visit.save(update_fields=["team", "version"])
    # The texts and answers of this time stay those of the visit as it is now.
    visit.reminders.filter(version=before).update(version=visit.version)
    visit.answers.filter(visit_version=before).update(visit_version=visit.version)
    reserve(
        resources=resources_of(workplace=visit.workplace, team=team),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        visit=visit,
    )
    write_event(visit=visit, now=now)
    return visit


@transaction.atomic
def move_or_hand_over(
    *,
    visit: Visit,
    team: Team,
    starts_at: datetime,
    minutes: int,
    staff: Staff | None,
    now: datetime,
) -> Visit:
    """
    Move a visit, with its texts; or only give it to another team, if the time stays.

    :raises VisitRefused: the visit has changed or is over, or the time cannot be had
    :raises AlreadyTaken: somebody or something is busy then
    """
    if (starts_at, minutes) == (visit.starts_at, visit.minutes):
        return hand_over(visit=visit, team=team, now=now)
    return move_visit(
        visit=visit, team=team, starts_at=starts_at, minutes=minutes, staff=staff, now=now
    )


@transaction.atomic
def move_all(*, moves: Sequence[Move], staff: Staff | None, now: datetime) -> list[Visit]:
    """
    Make moves that need each other's places, all or none; those without a team are passed by.

    :raises VisitRefused: a visit has changed or is over, or a time cannot be had
    :raises AlreadyTaken: somebody or something is busy then
    """
    rows = [
        (move.visit, move.team, move.starts_at) for move in moves if move.team and move.starts_at
    ]
    for visit, _team, _starts_at in rows:
        release(visit=lock_live_visit(visit))
    return [
        move_or_hand_over(
            visit=visit, team=team, starts_at=at, minutes=visit.minutes, staff=staff, now=now
        )
        for visit, team, at in rows
    ]
