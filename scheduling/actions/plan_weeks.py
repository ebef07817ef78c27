"""Asking the planner about one week of a centre, and writing down what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from scheduling.actions.busy_times import busy_times
from scheduling.actions.driving_times import missing_ways
from scheduling.actions.plan_candidates import Candidates
from scheduling.actions.plan_problems import Stop, build_problem
from scheduling.models import Plan, PlanStop, Shift, Team
from scheduling.planner.board import clashes
from scheduling.planner.plan import Change, Result, Route, Unplanned
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import Minutes
from scheduling.planner.search import first_plan
from scheduling.planner.travel import travel_minutes

# Reasons of our own beside the planner's (planner/plan.py).
LEFT_FOR_LATER, NO_POINT, DAY_LEFT_ALONE = "left_for_later", "no_point", "day_left_alone"
WAYS_BY_MODEL = "ways_by_model"  # a note: the travel service did not tell these drives


class PlanRefused(Exception):
    """There is nothing to plan; the words are shown to the person who asked."""

    words: str | Promise = _("This week cannot be planned.")

    def __str__(self) -> str:
        return str(self.words)


class NobodyAtWork(PlanRefused):
    words = _("No team has a shift in this week, so nobody could go.")


class NothingDue(PlanRefused):
    words = _("Nothing is due in the next weeks that is not booked already.")


@dataclass(frozen=True)
class PlannedWeek:
    """What the planner was asked, and what it answered."""

    problem: Problem
    stops: Sequence[Stop]
    result: Result
    left_alone: frozenset[tuple[int, date]]
    week_start: date
    found: Candidates


def plan_week(
    *,
    centre: Centre,
    week_start: date,
    days: list[date],
    found: Candidates,
    solve: Callable[[Problem], Result] = first_plan,
    prepare: Callable[[Problem], Problem] | None = None,
) -> PlannedWeek:
    """
    Ask the planner; a day whose booked visits contradict each other gets nothing new.

    `prepare` may learn more of the problem before, such as its drives.

    :raises PlanRefused: there is no team, or nothing to do
    """
    teams = list(
        Team.objects.filter(centre=centre)
        .select_related("vehicle")
        .prefetch_related("members")
        .order_by("pk")
    )
    shifts = list(Shift.objects.filter(team__in=teams, date__in=days))
    if not shifts:
        raise NobodyAtWork
    if not found.chosen:
        raise NothingDue
    busy = busy_times(centre=centre, teams=teams, first=days[0], last=days[-1])
    stops = [Stop(candidate, candidate.minutes) for candidate in found.chosen]
    ask = partial(
        build_problem,
        centre=centre,
        week_start=week_start,
        days=days,
        teams=teams,
        shifts=shifts,
        busy=busy,
        stops=stops,
    )
    problem = ask()
    left_alone = frozenset(
        (team, week_start + timedelta(days=day)) for team, day in clashes(problem)
    )
    if left_alone:
        problem = ask(left_alone=left_alone)
    if prepare is not None:
        problem = prepare(problem)
    return PlannedWeek(problem, stops, solve(problem), left_alone, week_start, found)


def write_stops(plan: Plan, week: PlannedWeek) -> None:
    """Write the planner's routes down as stops of the plan."""
    minutes = travel_minutes(week.problem).tolist()
    monday = datetime.combine(plan.week_start_date, time())
    rows: list[tuple[PlanStop, Stop]] = []
    for route in week.result.plan.routes:
        drives = drive_minutes(week.problem, route, minutes)
        for number, start in zip(route.visits, route.starts, strict=True):
            if number >= len(week.stops):
                continue  # booked before
            stop = week.stops[number]
            starts_at = timezone.make_aware(monday + timedelta(days=route.day, minutes=start))
            row = PlanStop(
                plan=plan,
                workplace=stop.candidate.workplace,
                team_id=route.team,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=stop.minutes),
                drive_minutes=drives[number],
            )
            rows.append((row, stop))
    PlanStop.objects.bulk_create(row for row, _stop in rows)
    PlanStop.due_items.through.objects.bulk_create(
        PlanStop.due_items.through(planstop=row, dueitem=item)
        for row, stop in rows
        for item in stop.candidate.due_items
    )


def drive_minutes(problem: Problem, route: Route, minutes: Minutes) -> dict[int, int]:
    """Return the drive to each visit of a route from the stop before, the first from the centre."""
    nodes = [
        problem.teams[problem.team_index[route.team]].centre,
        *(len(problem.centres) + problem.visit_index[number] for number in route.visits),
    ]
    legs = zip(nodes, nodes[1:], strict=False)
    return {number: minutes[a][b] for number, (a, b) in zip(route.visits, legs, strict=True)}


def figures(week: PlannedWeek) -> dict[str, int]:
    """Return what a plan is told apart by: visits it adds, minutes of driving and of lateness."""
    added = [
        number
        for route in week.result.plan.routes
        for number in route.visits
        if number < len(week.stops)
    ]
    objective = week.result.objective
    return {"visits": len(added), "travel": objective.travel, "late": objective.late}


def left_out(week: PlannedWeek) -> list[dict[str, object]]:
    """Write down what is not in the plan and why, for the page to put into words."""
    rows = [_row(week, one) for one in week.result.unplanned]
    rows += [
        {"reason": DAY_LEFT_ALONE, "team": team, "numbers": {"date": day.isoformat()}}
        for team, day in sorted(week.left_alone)
    ]
    found = week.found
    if found.left_for_later:
        rows.append({"reason": LEFT_FOR_LATER, "numbers": {"count": found.left_for_later}})
    if found.without_point:
        rows.append({"reason": NO_POINT, "numbers": {"count": found.without_point}})
    if missing := missing_ways(week.problem):
        rows.append({"reason": WAYS_BY_MODEL, "numbers": {"count": missing}})
    return rows


def _row(week: PlannedWeek, one: Unplanned) -> dict[str, object]:
    return {
        "workplace": week.stops[one.visit].candidate.workplace.pk,
        "due_date": week.stops[one.visit].candidate.due_date.isoformat(),
        "reason": one.reason.value,
        "numbers": {"needed": one.needed, "available": one.available},
        **change_row(one.change, week_start=week.week_start, stops=week.stops),
    }


def change_row(
    change: Change | None, *, week_start: date, stops: Sequence[Stop]
) -> dict[str, object]:
    """Write down what would take a visit in; `other` is a workplace, if a visit would give way."""
    if change is None:
        return {}
    other = change.other
    row = {
        "kind": change.kind.value,
        "team": change.team,
        "date": (week_start + timedelta(days=change.day)).isoformat(),
        "minutes": change.minutes,
        **(
            {"other": stops[other].candidate.workplace.pk}
            if other is not None and other < len(stops)
            else {}
        ),
    }
    return {"change": row}
