"""
VROOM's model of the problem.

- A vehicle for each team and day with its shift, a break for lunch and the limit of driving; each
  day is a profile whose costs are the way and what the day costs the visit it leads to.
- Skills, days and confirmed teams together are one skill for each kind of visit that there is,
  which the vehicles that may make it have.
- It knows no prize against the way, only a priority from 0 to 100: what leaving a visit out costs,
  in hundredths of the dearest, and 100 for a confirmed one.
- It stops by the wall clock only. On a busy machine it is asked again with more of that until it
  had its seconds of the processor, or ended by itself at the deepest of its five levels.
"""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
import vroom
from _planner_peer import Answer

from scheduling.planner.problem import Problem, Visit
from scheduling.planner.travel import travel_minutes

MOST_TRIES = 4
ENOUGH = 0.95  # of the seconds: what it reads and writes is not search
Kind = tuple[frozenset[str], frozenset[int], tuple[int, int] | None]


def solve(problem: Problem, seconds: float, seed: int, threads: int) -> Answer:
    """Return the routes it has when its seconds on one core are over."""
    wall = seconds
    for _ in range(MOST_TRIES):
        model, vehicles = _model(problem)
        began, began_wall = time.process_time(), time.perf_counter()
        found = model.solve(
            exploration_level=5, nb_threads=1, timeout=timedelta(milliseconds=int(1000 * wall))
        )
        spent, spent_wall = time.process_time() - began, time.perf_counter() - began_wall
        if spent >= ENOUGH * seconds or spent_wall < ENOUGH * wall:
            break
        wall *= min(8.0, seconds / spent)
    routes: dict[int, list[int]] = {}
    steps = found.routes
    for vehicle, kind, job in zip(steps["vehicle_id"], steps["type"], steps["id"], strict=True):
        if kind == "job":
            routes.setdefault(int(vehicle), []).append(int(job))
    orders = ((*vehicles[vehicle], tuple(order)) for vehicle, order in routes.items())
    return Answer(seconds=spent, routes=tuple(orders))


def _model(problem: Problem) -> tuple[vroom.Input, list[tuple[int, int]]]:
    model = vroom.Input()
    minutes = travel_minutes(problem)
    for day in range(problem.n_days):
        into = [0] * len(problem.centres)
        into += [visit.late_cost(day) for visit in problem.visits]
        costs = minutes + np.array(into, dtype=np.int64)[None, :]
        np.fill_diagonal(costs, 0)
        model.set_durations_matrix(f"day{day}", minutes.astype(np.uint32))
        model.set_costs_matrix(f"day{day}", costs.astype(np.uint32))
    kinds: dict[Kind, int] = {}
    dearest = max(visit.unserved_cost for visit in problem.visits)
    for place, visit in enumerate(problem.visits):
        kind = _kind(problem, visit)
        share = -(-100 * visit.unserved_cost // dearest)
        model.add_job(
            vroom.Job(
                place,
                len(problem.centres) + place,
                default_service=visit.service,
                skills={kinds.setdefault(kind, len(kinds))},
                priority=100 if visit.pin else min(99, share),
                time_windows=[vroom.TimeWindow(*window) for window in _starts(visit)],
            )
        )
    return model, _vehicles(problem, model, kinds)


def _vehicles(
    problem: Problem, model: vroom.Input, kinds: dict[Kind, int]
) -> list[tuple[int, int]]:
    lunch, vehicles = problem.lunch, list[tuple[int, int]]()
    for place, team in enumerate(problem.teams):
        for day, shift in enumerate(team.shifts):
            if shift is None:
                continue
            skills = {
                number
                for (needs, days, pin), number in kinds.items()
                if needs <= team.skills and day in days and pin in (None, (place, day))
            }
            eats = vroom.TimeWindow(lunch.earliest, lunch.latest_start)
            model.add_vehicle(
                vroom.Vehicle(
                    len(vehicles),
                    start=team.centre,
                    end=team.centre,
                    profile=f"day{day}",
                    skills=skills,
                    time_window=vroom.TimeWindow(*shift),
                    breaks=[vroom.Break(1, [eats], lunch.minutes)],
                    max_travel_time=team.max_drive,
                )
            )
            vehicles.append((place, day))
    return vehicles


def _kind(problem: Problem, visit: Visit) -> Kind:
    pin = visit.pin
    if pin is None:
        return visit.skills, visit.days, None
    return visit.skills, frozenset({pin.day}), (problem.team_index[pin.team], pin.day)


def _starts(visit: Visit) -> list[tuple[int, int]]:
    if visit.pin is not None:
        return [(visit.pin.start, visit.pin.start)]
    return [
        (opens, closes - visit.service)
        for opens, closes in visit.windows
        if closes - visit.service >= opens
    ]
