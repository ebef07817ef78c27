"""Times that can be proposed for one more visit: those that add the least driving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from outreach.models import Workplace
from safety.models import DueItem
from scheduling.actions.busy_times import busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop, build_problem, days_to_plan
from scheduling.models import Shift, Team
from scheduling.planner.board import Board
from scheduling.planner.insertion import cheapest_slots
from scheduling.planner.schedule import RouteDoesNotFit

WEEKS = 2  # this one and the next


@dataclass(frozen=True)
class Offer:
    """A team, a moment, and the driving that the visit adds there."""

    team: Team
    starts_at: datetime
    added_minutes: int


def offers_for(
    *, workplace: Workplace, due_items: Sequence[DueItem], minutes: int, today: date, most: int = 3
) -> list[Offer]:
    """
    Return the cheapest times for a visit in this week and the next, around what is booked.

    None for a workplace that is on no map, or while no team has a shift.
    """
    if workplace.latitude is None or workplace.longitude is None or not due_items:
        return []
    stop = Stop(Candidate(workplace, tuple(due_items)), minutes)
    monday = today - timedelta(days=today.weekday())
    offers = [
        offer
        for week in range(WEEKS)
        for offer in _offers_of_week(stop, monday + timedelta(weeks=week), today, most)
    ]
    return sorted(offers, key=lambda offer: (offer.added_minutes, offer.starts_at))[:most]


def _offers_of_week(stop: Stop, week_start: date, today: date, most: int) -> list[Offer]:
    centre = stop.candidate.workplace.centre
    days = days_to_plan(week_start=week_start, today=today)
    teams = list(Team.objects.filter(centre=centre).prefetch_related("members").order_by("pk"))
    shifts = list(Shift.objects.filter(team__in=teams, date__in=days))
    if not shifts:
        return []
    busy = busy_times(centre=centre, teams=teams, first=days[0], last=days[-1])
    by_key = {team.pk: team for team in teams}
    left_alone: set[tuple[int, date]] = set()
    while True:
        problem = build_problem(
            centre=centre,
            week_start=week_start,
            days=days,
            teams=teams,
            shifts=shifts,
            busy=busy,
            stops=[stop],
            left_alone=left_alone,
        )
        try:
            booked = Board.with_pins(problem).plan()
        except RouteDoesNotFit as reason:
            left_alone.add((reason.team, week_start + timedelta(days=reason.day)))
            continue
        midnight = datetime.combine(week_start, time())
        return [
            Offer(
                team=by_key[slot.team],
                starts_at=timezone.make_aware(
                    midnight + timedelta(days=slot.day, minutes=slot.start)
                ),
                added_minutes=slot.added_minutes,
            )
            for slot in cheapest_slots(problem, booked, 0, most)
        ]
