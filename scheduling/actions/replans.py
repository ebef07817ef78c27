"""Teams stay at home: their visits go to others, with as little change for owners as can be."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre, Staff
from scheduling.actions.handovers import move_all
from scheduling.actions.joint_moves import place_together, with_moves
from scheduling.actions.plan_refits import Refit, apply_refits, refits
from scheduling.actions.plans import PlanAlreadyDecided
from scheduling.actions.shifts import NoShiftThere, ShiftsRefused, remove_shifts
from scheduling.actions.visits import cancel_visit
from scheduling.actions.week_boards import Absence, Move, WeekBoard
from scheduling.models import Team, Visit

REASON = _("the team stays at home")
STEP = timedelta(minutes=10)


class ChangedMeanwhile(ShiftsRefused):
    words = _("Something was booked or changed meanwhile. Please look at the new proposal.")


@dataclass(frozen=True)
class Proposal:
    """What becomes of the visits, and of weeks that are only proposed; nothing of it is done."""

    moves: Sequence[Move]
    refits: Sequence[Refit] = ()

    @property
    def fingerprint(self) -> str:
        """By what the proposal is known again."""
        parts = [
            f"{one.visit.pk}:{one.visit.version}:{one.team.pk if one.team else 0}:{one.starts_at}"
            for one in self.moves
        ]
        parts += [part for refit in self.refits for part in refit.parts]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def propose(*, teams: Sequence[Team], first: date, last: date, now: datetime) -> Proposal:
    """
    Find another team or time for each visit of teams that stay at home; nothing is changed.

    Visits of other teams keep their time to the minute. Those that nobody was told of yet may go to
    another team to make room; such moves stand at the end. Proposed weeks give way.
    """
    affected = visits_of(teams=teams, first=first, last=last, now=now)
    absence = Absence(teams, first, last)
    board = WeekBoard(centre=teams[0].centre, without=affected, now=now, absence=absence)
    moves = place_together(board=board, visits=affected) if affected else []
    return Proposal(moves, refits(board=with_moves(board, moves)))


@transaction.atomic
def apply(
    *,
    teams: Sequence[Team],
    first: date,
    last: date,
    seen: str,
    staff: Staff | None,
    now: datetime,
) -> Proposal:
    """
    Keep teams at home, move their visits as proposed, and cancel those that nobody can make.

    `seen` is the fingerprint of the proposal that staff looked at.

    :raises ChangedMeanwhile: it would come out otherwise now; nothing was done
    :raises ShiftsRefused: the days are over, or hold no shift
    :raises AlreadyTaken: somebody was faster in this very moment
    """
    for centre in sorted({team.centre_id for team in teams}):
        Centre.objects.select_for_update().get(pk=centre)  # one planner at a time
    found = propose(teams=teams, first=first, last=last, now=now)
    if found.fingerprint != seen:
        raise ChangedMeanwhile
    for move in found.moves:
        if move.team is None:
            cancel_visit(visit=move.visit, reason=str(REASON), staff=staff, now=now)
    move_all(moves=found.moves, staff=staff, now=now)
    try:
        apply_refits(found=found.refits)
    except PlanAlreadyDecided as reason:
        raise ChangedMeanwhile from reason
    _send_home(teams, first, last, now)
    return found


def visits_of(*, teams: Collection[Team], first: date, last: date, now: datetime) -> list[Visit]:
    """Return what teams have still before them on these days."""
    midnight = timezone.make_aware(datetime.combine(first, time()))
    until = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    ahead = Visit.objects.live().filter(
        team__in=teams, starts_at__gte=max(midnight, now), starts_at__lt=until
    )
    found = ahead.select_related("workplace__centre", "team", "lock")
    return list(found.prefetch_related("due_items").order_by("starts_at", "pk"))


def _send_home(teams: Collection[Team], first: date, last: date, now: datetime) -> None:
    """
    Take the shifts away; one that has begun today ends with what is under way.

    :raises NoShiftThere: there is none
    """
    today, changed = timezone.localdate(now), False
    for team in teams:
        start = first
        if first <= today <= last and _end_today(team, now):
            start, changed = today + timedelta(days=1), True
        if team.shifts.filter(date__range=(start, last)).exists():
            remove_shifts(team=team, first=start, last=last, today=today)
            changed = True
    if not changed:
        raise NoShiftThere


def _end_today(team: Team, now: datetime) -> bool:
    """Let today's shift end now, if it has begun."""
    local = timezone.localtime(now)
    shift = team.shifts.filter(date=local.date(), start__lt=local.time()).first()
    if shift is None:
        return False
    begun = team.visits.live().filter(starts_at__lte=now, ends_at__date=local.date())
    ends = [timezone.localtime(visit.ends_at) for visit in begun]
    soon = local.replace(second=0, microsecond=0)
    end = max([soon + (STEP - timedelta(minutes=soon.minute % 10)), *ends]).time()
    if end < shift.end:
        shift.end = end
        shift.save(update_fields=["end"])
    return True
