"""Planning anew after something happened, with as little change for people as can be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from scheduling.planner.effort import Effort
from scheduling.planner.improve import Progress, best_plan, unheard
from scheduling.planner.plan import Plan, Result, Route
from scheduling.planner.problem import Pin, Problem, Visit
from scheduling.planner.schedule import Timeline
from scheduling.planner.search import Stop, never
from scheduling.planner.travel import travel_minutes

MOVE_COST = 30  # minutes of driving that a plan must save for each visit it moves
AWAY_COST = 10_000  # of leaving out a visit that somebody was told of


@dataclass(frozen=True)
class Changes:
    """What became of the visits of the plan before, by their ids."""

    stays: tuple[int, ...]
    retimed: tuple[int, ...]  # same team and day, another minute
    moved: tuple[int, ...]
    left_out: tuple[int, ...]
    taken_in: tuple[int, ...]  # not in the plan before


def replan(
    problem: Problem,
    before: Plan,
    *,
    told: Collection[int],
    effort: Effort,
    seed: int = 0,
    threads: int = 1,
    progress: Callable[[Progress], None] = unheard,
    stop: Stop = never,
) -> Result:
    """
    Return a plan for the problem as it is now, starting from the plan as it was.

    1. Visits whose owners were told (by id) stay to the minute, wherever their team is still there;
       those whose team is gone may go to others and are left out last of all.
    2. Each other visit that goes to another team or day costs MOVE_COST.

    :raises RouteDoesNotFit: the confirmed visits of one team and day contradict each other
    """
    asked = calm(problem, before, told=told)
    return best_plan(
        asked,
        effort=effort,
        seed=seed,
        threads=threads,
        start=before,
        progress=progress,
        stop=stop,
    )


def calm(problem: Problem, before: Plan, *, told: Collection[int]) -> Problem:
    """Return the problem with the told visits pinned where they can stay, the others at home."""
    places = {
        visit: (route.team, route.day, start)
        for route in before.routes
        for visit, start in zip(route.visits, route.starts, strict=True)
    }
    visits = [_at_home(visit, places.get(visit.id)) for visit in problem.visits]
    index = problem.visit_index
    for route in before.routes:
        for visit in _that_stay(problem, route, told):
            place = index[visit]
            team, day, start = places[visit]
            visits[place] = replace(
                visits[place], pin=Pin(team, day, start), days=visits[place].days | {day}
            )
    kept = {visit.id for visit in visits if visit.pin is not None}
    for visit in set(told) & set(places) & set(index) - kept:
        visits[index[visit]] = replace(visits[index[visit]], unserved_cost=AWAY_COST)
    return replace(problem, visits=tuple(visits))


def _at_home(visit: Visit, place: tuple[int, int, int] | None) -> Visit:
    if place is None or visit.pin is not None:
        return visit
    return replace(visit, home=place[:2], move_cost=MOVE_COST)


def _that_stay(problem: Problem, route: Route, told: Collection[int]) -> list[int]:
    """Return the told visits of a day that its team can still make; the last ones go first."""
    team = problem.team_index.get(route.team)
    if team is None or problem.teams[team].shifts[route.day] is None:
        return []
    index, skills = problem.visit_index, problem.teams[team].skills
    stay = [
        (visit, start)
        for visit, start in zip(route.visits, route.starts, strict=True)
        if visit in index
        and problem.visits[index[visit]].skills <= skills
        and (visit in told or problem.visits[index[visit]].pin is not None)
    ]
    while stay and not _fits(problem, route, stay):
        free = [pair for pair in stay if problem.visits[index[pair[0]]].pin is None]
        if not free:
            break
        stay.remove(free[-1])
    return [visit for visit, _ in stay if problem.visits[index[visit]].pin is None]


def _fits(problem: Problem, route: Route, stay: list[tuple[int, int]]) -> bool:
    """Say whether the team can make just these, each at its minute."""
    times = dict(stay)
    alone = replace(
        problem,
        visits=tuple(
            replace(
                visit,
                pin=Pin(route.team, route.day, times[visit.id]),
                days=visit.days | {route.day},
            )
            for visit in problem.visits
            if visit.id in times
        ),
    )
    order = [alone.visit_index[visit] for visit, _ in stay]
    minutes = travel_minutes(alone).tolist()
    team = problem.team_index[route.team]
    return Timeline(alone, minutes, team, route.day, order).feasible


def changes(before: Plan, after: Plan) -> Changes:
    """Return what is different for each visit of the two plans."""
    was, now = _places(before), _places(after)
    same_day = {visit for visit in was if visit in now and was[visit][:2] == now[visit][:2]}
    stays = {visit for visit in same_day if was[visit] == now[visit]}
    return Changes(
        stays=tuple(sorted(stays)),
        retimed=tuple(sorted(same_day - stays)),
        moved=tuple(sorted(set(was) & set(now) - same_day)),
        left_out=tuple(sorted(set(was) - set(now))),
        taken_in=tuple(sorted(set(now) - set(was))),
    )


def _places(plan: Plan) -> dict[int, tuple[int, int, int]]:
    return {
        visit: (route.team, route.day, start)
        for route in plan.routes
        for visit, start in zip(route.visits, route.starts, strict=True)
    }
