"""Times at which one more visit could be made: those that add the least driving."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from outreach.models import Workplace
from safety.models import DueItem
from scheduling.actions.busy_times import BusyTime, busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop, build_problem, days_to_plan
from scheduling.models import Shift, Team, Visit
from scheduling.planner.board import Board, clashes
from scheduling.planner.insertion import cheapest_slots

MOST_A_WEEK = 20  # one a team and day; the choice is made among all of them
WEEKS = 3  # this one and the next two


@dataclass(frozen=True)
class FreeTime:
    """A team, a moment, and the driving that the visit adds there."""

    team: Team
    starts_at: datetime
    added_minutes: int


def free_times(
    *,
    workplace: Workplace,
    due_items: Sequence[DueItem],
    minutes: int,
    today: date,
    most: int = 3,
    instead_of: Visit | None = None,
) -> list[FreeTime]:
    """
    Return the cheapest times for a visit in the next weeks, around what is booked or offered.

    Each on another day as long as there are days, so that they are a choice. `instead_of` is the
    visit that would move: its own time counts as free, but is not proposed again. None for a
    workplace that is on no map, or while no team has a shift.
    """
    if workplace.latitude is None or workplace.longitude is None or not due_items:
        return []
    stop = Stop(Candidate(workplace, tuple(due_items)), minutes)
    monday = today - timedelta(days=today.weekday())
    found = [
        time
        for week in range(WEEKS)
        for time in _times_of_week(stop, monday + timedelta(weeks=week), today, instead_of)
        if instead_of is None or time.starts_at != instead_of.starts_at
    ]
    found.sort(key=lambda time: (time.added_minutes, time.starts_at))
    return sorted(_spread(found, most), key=lambda time: (time.added_minutes, time.starts_at))


def _spread(found: list[FreeTime], most: int) -> list[FreeTime]:
    """Take the cheapest of each day first, then what is left."""
    chosen: list[FreeTime] = []
    days: set[date] = set()
    for one in found:
        if (day := timezone.localdate(one.starts_at)) not in days:
            days.add(day)
            chosen.append(one)
    chosen += [one for one in found if one not in chosen]
    return chosen[:most]


def _times_of_week(
    stop: Stop, week_start: date, today: date, instead_of: Visit | None
) -> list[FreeTime]:
    centre = stop.candidate.workplace.centre
    days = days_to_plan(centre=centre, week_start=week_start, today=today)
    teams = list(
        Team.objects.filter(centre=centre)
        .select_related("vehicle")
        .prefetch_related("members")
        .order_by("pk")
    )
    shifts = list(Shift.objects.filter(team__in=teams, date__in=days))
    if not shifts:
        return []
    busy = [
        time
        for time in busy_times(centre=centre, teams=teams, first=days[0], last=days[-1])
        if instead_of is None or time.visit_id != instead_of.pk
    ]
    return cheapest_times(
        stop=stop, week_start=week_start, days=days, teams=teams, shifts=shifts, busy=busy
    )


def cheapest_times(
    *,
    stop: Stop,
    week_start: date,
    days: Collection[date],
    teams: Sequence[Team],
    shifts: Collection[Shift],
    busy: Collection[BusyTime],
) -> list[FreeTime]:
    """Return the time on each team-day at which one stop adds the least driving, best first."""
    by_key = {team.pk: team for team in teams}
    ask = partial(
        build_problem,
        centre=stop.candidate.workplace.centre,
        week_start=week_start,
        days=days,
        teams=teams,
        shifts=shifts,
        busy=busy,
        stops=[stop],
    )
    problem = ask()
    if found := clashes(problem):
        # Booked visits that contradict each other: those days get nothing new.
        problem = ask(left_alone={(team, week_start + timedelta(days=day)) for team, day in found})
    booked = Board.with_pins(problem).plan()
    midnight = datetime.combine(week_start, time())
    return [
        FreeTime(
            team=by_key[slot.team],
            starts_at=timezone.make_aware(midnight + timedelta(days=slot.day, minutes=slot.start)),
            added_minutes=slot.added_minutes,
        )
        for slot in cheapest_slots(problem, booked, 0, MOST_A_WEEK)
    ]
