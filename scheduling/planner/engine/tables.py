"""Preparing the tables of a problem."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.planner.engine import layout as at
from scheduling.planner.problem import Problem, Visit

NEIGHBOURS = 120
FAR_TOO_LONG = 4000  # minutes: more than any day, and fits 16 bits
DEAREST = 1 << 28  # a cost above all that is compared with it

TeamDay = tuple[int, int]  # a team's place in `Problem.teams`, and a day


def team_days(problem: Problem) -> list[TeamDay]:
    """Return what has a shift, in the order of the route tables."""
    return [
        (team, day)
        for team in range(len(problem.teams))
        for day, shift in enumerate(problem.teams[team].shifts)
        if shift is not None
    ]


def world_of(problem: Problem, minutes: NDArray[np.int64]) -> at.World:
    """Return what is given: the problem in tables."""
    n_centres = len(problem.centres)
    way_on = np.minimum(minutes, FAR_TOO_LONG).astype(np.int16)
    symmetric = np.array_equal(way_on, way_on.T)
    visits, windows = _visits_and_windows(problem)
    lunch = problem.lunch
    return at.World(
        way_to=way_on if symmetric else np.ascontiguousarray(way_on.T),
        way_on=way_on,
        visits=visits,
        windows=windows,
        late=_late(problem),
        near=_near(minutes[n_centres:, n_centres:]),
        far=minutes[:n_centres, n_centres:].min(axis=0).astype(np.int32),
        room=_room(visits, windows),
        lunch=np.array(
            [lunch.minutes, lunch.earliest, lunch.latest_start, _spare(problem, minutes)],
            dtype=np.int64,
        ),
    )


def _spare(problem: Problem, minutes: NDArray[np.int64]) -> int:
    """
    Return how many minutes a stop on the way could save at most.

    By the model none does between visits, but in the rush hours one beside the centre may.
    """
    if problem.ways:
        return FAR_TOO_LONG
    spare = 0
    for centre in range(len(problem.centres)):
        for ways in (minutes, minutes.T):
            saved = ways[centre][None, :] - ways[centre][:, None] - ways
            spare = max(spare, int(saved.max()))
    return spare


def _visits_and_windows(problem: Problem) -> tuple[at.Ints, at.Ints]:
    visits = np.zeros((len(problem.visits), at.VISIT_COLUMNS), dtype=np.int32)
    windows: list[tuple[int, int]] = []
    for row, visit in zip(visits, problem.visits, strict=True):
        row[at.SERVICE], row[at.COST] = visit.service, min(visit.unserved_cost, DEAREST)
        row[at.FIXED] = visit.pin is not None
        row[at.STEP] = 1 if visit.pin else problem.start_step
        row[at.WINDOWS_FROM] = len(windows)
        windows += start_windows(visit, problem.start_step)
        row[at.WINDOWS_TO] = len(windows)
    return visits, np.array(windows, dtype=np.int32).reshape(-1, 2)


def start_windows(visit: Visit, step: int) -> list[tuple[int, int]]:
    """Return the first and the last start in each window, or the pin alone."""
    if visit.pin is not None:
        return [(visit.pin.start, visit.pin.start)]
    starts = [
        (-(-opens // step) * step, (closes - visit.service) // step * step)
        for opens, closes in visit.windows
    ]
    return [(first, last) for first, last in starts if first <= last]


def _late(problem: Problem) -> at.Ints:
    """Return what each visit costs on each team-day but for the way, NEVER where it cannot be."""
    routes = team_days(problem)
    late = np.full((len(problem.visits), len(routes)), at.NEVER, dtype=np.int32)
    asked = {visit.skills for visit in problem.visits}
    able = {skills: [skills <= team.skills for team in problem.teams] for skills in asked}
    for row, visit in zip(late, problem.visits, strict=True):
        mine = able[visit.skills]
        costs = {day: min(visit.late_cost(day), DEAREST) for day in visit.days}
        for route, (team, day) in enumerate(routes):
            if mine[team] and day in costs:
                row[route] = costs[day] + visit.moved_cost(problem.teams[team].id, day)
    return late


def _near(minutes: NDArray[np.int64]) -> at.Ints:
    """Return for each visit the others, nearest first."""
    both_ways = np.minimum(minutes + minutes.T, 2 * FAR_TOO_LONG).astype(np.int16)  # sorted fast
    np.fill_diagonal(both_ways, 4 * FAR_TOO_LONG)
    n_near = min(NEIGHBOURS, max(0, len(minutes) - 1))
    nearest = np.argsort(both_ways, axis=1, kind="stable")[:, :n_near]
    return np.ascontiguousarray(nearest, dtype=np.int32)


def _room(visits: at.Ints, windows: at.Ints) -> at.Ints:
    """Return how many minutes lie between each visit's first and last start."""
    room = np.zeros(len(visits), dtype=np.int32)
    for index, visit in enumerate(visits):
        mine = windows[visit[at.WINDOWS_FROM] : visit[at.WINDOWS_TO]]
        if len(mine):
            room[index] = mine[-1, at.CLOSES] - mine[0, at.OPENS]
    return room


def state_of(problem: Problem, *, seed: int) -> at.State:
    """Return an empty plan."""
    n_visits, routes = len(problem.visits), _routes(problem)
    gaps = np.zeros((len(routes), _most_stops(problem) + 2, at.GAP_COLUMNS), dtype=np.int32)
    gaps[:, 0, at.AFTER] = routes[:, at.CENTRE]
    chance = np.random.SeedSequence(seed % (1 << 64)).generate_state(1, np.uint64)
    counts = np.zeros(at.N_COUNTS, dtype=np.int64)
    counts[at.BEST] = np.iinfo(np.int64).max
    return at.State(
        routes=routes,
        gaps=gaps,
        where=np.full(n_visits, at.LEFT_OUT, dtype=np.int32),
        memo=np.zeros((n_visits, len(routes), 2), dtype=np.int32),
        saved_routes=routes.copy(),
        saved_gaps=gaps.copy(),
        best_routes=routes.copy(),
        best_gaps=gaps.copy(),
        touched=np.zeros(len(routes), dtype=np.int32),
        pool=np.zeros(n_visits, dtype=np.int32),
        rank=np.zeros(n_visits, dtype=np.int64),
        empty=np.zeros(len(routes), dtype=np.int32),
        seen=np.zeros(len(routes), dtype=np.int64),
        counts=counts,
        chance=chance | np.uint64(1),  # never 0: that is where chance would stay
    )


def _routes(problem: Problem) -> at.Ints:
    days = team_days(problem)
    routes = np.zeros((len(days), at.ROUTE_COLUMNS), dtype=np.int32)
    for row, (index, day) in zip(routes, days, strict=True):
        team = problem.teams[index]
        row[at.BEGINS], row[at.ENDS] = team.shifts[day] or (0, 0)
        row[at.BACK_UNFED] = min(problem.lunch.exempt_if_back_by, row[at.ENDS])
        row[at.MAX_DRIVE] = min(team.max_drive, 2 * FAR_TOO_LONG)
        row[at.CENTRE] = team.centre
    return routes


def _most_stops(problem: Problem) -> int:
    """Return how many stops any route can ever hold: the shortest that fill the longest shift."""
    shifts = [shift for team in problem.teams for shift in team.shifts if shift is not None]
    left, most = max((ends - begins for begins, ends in shifts), default=0), 0
    for service in sorted(visit.service for visit in problem.visits):
        left -= service
        if left < 0:
            break
        most += 1
    pinned = sum(visit.pin is not None for visit in problem.visits)
    return max(most, pinned)
