"""One question to the planner: where several visits go together, while what is promised stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop, build_problem
from scheduling.actions.plan_weeks import change_row
from scheduling.actions.reminders import told_of
from scheduling.actions.slots import FreeTime
from scheduling.actions.week_boards import WeekBoard
from scheduling.models import Visit
from scheduling.planner.board import clashes
from scheduling.planner.effort import Iterations
from scheduling.planner.plan import Plan, Result, Route
from scheduling.planner.problem import Problem
from scheduling.planner.replan import AWAY_COST, replan
from scheduling.planner.schedule import RouteDoesNotFit
from scheduling.planner.travel import travel_minutes

ITERATIONS = 2_000  # the same answer on any machine; a day or a week takes no more to settle
NEVER_LEFT_OUT = 10 * AWAY_COST  # a visit that is booked and has its team


@dataclass(frozen=True)
class Answer:
    """Where the stops go, by their place in the question, and who comes to others instead."""

    times: Mapping[int, FreeTime] = field(default_factory=dict)
    handed: Mapping[int, FreeTime] = field(default_factory=dict)  # visits that keep their time
    why: Mapping[int, Mapping[str, object]] = field(default_factory=dict)  # for what stays out


NOTHING = Answer()


def search(
    *,
    board: WeekBoard,
    days: Sequence[date],
    stops: Sequence[Stop],
    others: Sequence[Visit] = (),
) -> Answer:
    """
    Ask the planner for the times of stops on days of one week.

    What is booked stays to the minute; only `others` may go to another team, at their time. The
    same question always has the same answer.
    """
    monday = days[0] - timedelta(days=days[0].weekday())
    shifts, busy = board.week(monday)
    shifts = [shift for shift in shifts if shift.date in days]
    if not shifts or not stops:
        return NOTHING
    here = [one for one in busy if one.day in days]
    ask = partial(
        build_problem,
        centre=board.centre, week_start=monday, days=days, teams=board.teams, shifts=shifts,
    )  # fmt: skip
    found = clashes(ask(busy=here, stops=()))
    alone = {(team, monday + timedelta(days=day)) for team, day in found}
    movable = [visit for visit in others if (visit.team_id, _day(visit)) not in alone]
    keys = {visit.pk for visit in movable}
    problem = ask(
        busy=[one for one in here if one.visit_id not in keys],
        stops=[*stops, *map(at_its_time, movable)],
        left_alone=alone,
    )
    problem = _charged(problem, n_stops=len(stops), n_movable=len(movable))
    homes = {
        len(stops) + n: (visit.team_id, (_day(visit) - monday).days, minute_of(visit.starts_at))
        for n, visit in enumerate(movable)
    }
    before = before_plan(problem, homes)
    try:
        result = replan(problem, before, told=(), effort=Iterations(ITERATIONS))
    except RouteDoesNotFit:  # only together do the promises of a day contradict each other
        return NOTHING
    return _answer(result, problem, board, monday, stops, movable)


def others_on(*, board: WeekBoard, days: Sequence[date]) -> dict[date, list[Visit]]:
    """
    Return the visits of some days that another team may make at their time.

    That is who is still to come, is not locked or confirmed, and was told nothing yet.
    """
    if not days:
        return {}
    first = timezone.make_aware(datetime.combine(min(days), time()))
    until = timezone.make_aware(datetime.combine(max(days) + timedelta(days=1), time()))
    ahead = Visit.objects.live().filter(
        centre=board.centre, starts_at__gte=max(first, board.now), starts_at__lt=until
    )
    rows = ahead.exclude(pk__in=board.gone).select_related("workplace", "team", "lock")
    visits = list(rows.prefetch_related("due_items").order_by("starts_at", "pk"))
    told = told_of(visits=[visit.pk for visit in visits])
    found: dict[date, list[Visit]] = {day: [] for day in days}
    for visit in visits:
        day = _day(visit)
        held = visit.is_held or visit.pk in told or visit.workplace.latitude is None
        if day in found and not held and visit.due_items.all() and _is_alone(board, visit):
            found[day].append(visit)
    return found


def at_its_time(visit: Visit) -> Stop:
    """Return the stop of a visit that may be by another team, but at no other time."""
    start = minute_of(visit.starts_at)
    stop = Stop(Candidate(visit.workplace, tuple(visit.due_items.all())), visit.minutes)
    return replace(stop, hours=(start, start + visit.minutes), on=_day(visit))


def minute_of(moment: datetime) -> int:
    """Return the minute of the day in Seoul."""
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


def _is_alone(board: WeekBoard, visit: Visit) -> bool:
    """Tell whether the visit holds its own team and no other."""
    day = _day(visit)
    shifts, busy = board.week(day - timedelta(days=day.weekday()))
    teams = [one.team_id for one in busy if one.visit_id == visit.pk]
    at_work = any((shift.team_id, shift.date) == (visit.team_id, day) for shift in shifts)
    return at_work and teams == [visit.team_id]


def _charged(problem: Problem, *, n_stops: int, n_movable: int) -> Problem:
    """Let no visit that is booked give way to driving or to a date."""
    visits = list(problem.visits)
    for number in range(n_stops + n_movable):
        cost = AWAY_COST if number < n_stops else NEVER_LEFT_OUT
        visits[number] = replace(
            visits[number], unserved_cost=cost, late_cost_per_day=0, late_cap=0
        )
    return replace(problem, visits=tuple(visits))


def before_plan(problem: Problem, homes: Mapping[int, tuple[int, int, int]]) -> Plan:
    """
    Return the days as they are: what is pinned, and what may move from its team, day and minute.

    What has lost its team is in none of them.
    """
    days: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for visit in problem.visits:
        if visit.pin is not None:
            days.setdefault((visit.pin.team, visit.pin.day), []).append((visit.pin.start, visit.id))
    for number, (team, day, start) in homes.items():
        days.setdefault((team, day), []).append((start, number))
    return Plan(
        tuple(
            Route(
                team=team,
                day=day,
                visits=tuple(number for _start, number in sorted(row)),
                starts=tuple(start for start, _number in sorted(row)),
                lunch=None,
            )
            for (team, day), row in sorted(days.items())
        )
    )


def _answer(
    result: Result,
    problem: Problem,
    board: WeekBoard,
    monday: date,
    stops: Sequence[Stop],
    movable: Sequence[Visit],
) -> Answer:
    teams = {team.pk: team for team in board.teams}
    midnight, minutes = datetime.combine(monday, time()), travel_minutes(problem).tolist()
    times: dict[int, FreeTime] = {}
    handed: dict[int, FreeTime] = {}
    for route in result.plan.routes:
        nodes = [0, *(1 + problem.visit_index[number] for number in route.visits), 0]
        for place, (number, start) in enumerate(zip(route.visits, route.starts, strict=True)):
            before, here, after = nodes[place : place + 3]
            added = minutes[before][here] + minutes[here][after] - minutes[before][after]
            moment = midnight + timedelta(days=route.day, minutes=start)
            found = FreeTime(teams[route.team], timezone.make_aware(moment), added)
            if number < len(stops):
                times[number] = found
            elif number < len(stops) + len(movable):
                handed[movable[number - len(stops)].pk] = found
    if len(handed) < len(movable):
        return NOTHING  # a promise would be broken
    return Answer(
        times={number: one for number, one in times.items() if one.starts_at > board.now},
        handed={
            visit.pk: handed[visit.pk]
            for visit in movable
            if handed[visit.pk].team.pk != visit.team_id
        },
        why={
            one.visit: {
                "reason": one.reason.value,
                "numbers": {"needed": one.needed, "available": one.available},
                **change_row(one.change, week_start=monday, stops=stops),
            }
            for one in result.unplanned
            if one.visit < len(stops)
        },
    )


def _day(visit: Visit) -> date:
    return timezone.localdate(visit.starts_at)
