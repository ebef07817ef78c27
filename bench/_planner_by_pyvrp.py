"""
PyVRP's model of the problem.

- A vehicle type for each stretch of a team's day between its confirmed visits, which are depots:
  so they are kept to the minute. Each day has a matrix of distances: the way, and what the day
  costs the visit it leads to; a day that the visit does not allow is dear beyond any prize.
- The other visits are optional clients, whose prize is what leaving them out costs. Skills are
  dimensions of the load, for which the wrong vehicles have no room. A visit with two windows has
  one from the first to the last minute, and the repair sees to the rest (two clients in a group,
  one of whom is made, came out 2 to 5 % dearer).
- It has no lunch: noon lasts no time in the model (minutes after it count an hour less), and the
  repair finds the real one. The limit of driving is left to the repair, because distance holds
  other costs too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from _planner_peer import Answer
from numpy.typing import NDArray
from pyvrp import Client, Depot, Location, ProblemData, VehicleType
from pyvrp import solve as pyvrp_solve

from scheduling.planner.problem import Problem, Visit
from scheduling.planner.travel import travel_minutes

NOON = 720
FORBIDDEN = 4000  # dearer than any visit


class ProcessorSeconds:
    """Stops after so many seconds of the processor, whatever else the machine does."""

    def __init__(self, most: float) -> None:
        self.most, self.began = most, time.process_time()

    def __call__(self, best_cost: float) -> bool:
        """Say whether the time is up."""
        return time.process_time() - self.began >= self.most


@dataclass(frozen=True)
class Stretch:
    """Part of a team's day: where and when it begins and ends (nodes), and after which pin."""

    team: int
    day: int
    after: int | None
    nodes: tuple[int, int]
    times: tuple[int, int]


def solve(problem: Problem, seconds: float, seed: int, threads: int) -> Answer:
    """Return the routes it has when its seconds on one core are over."""
    stretches = list(_stretches(problem))
    data, owners = _data(problem, stretches)
    began = time.process_time()
    result = pyvrp_solve(
        data, stop=ProcessorSeconds(seconds), seed=seed, collect_stats=False, display=False
    )
    spent = time.process_time() - began
    orders: dict[Stretch, list[int]] = {
        stretches[route.vehicle_type()]: [
            owners[step.idx] for step in route.schedule() if step.is_client()
        ]
        for route in result.best.routes()
    }
    routes: dict[tuple[int, int], list[int]] = {}
    for stretch in stretches:
        route = routes.setdefault((stretch.team, stretch.day), [])
        route += [] if stretch.after is None else [stretch.after]
        route += orders.get(stretch, [])
    found = tuple((*key, tuple(order)) for key, order in routes.items())
    return Answer(seconds=spent, routes=found)


def squeezed(minute: int, lunch: int) -> int:
    """Return the minute in days whose noon lasts no time."""
    return minute if minute <= NOON else max(NOON, minute - lunch)


def _stretches(problem: Problem) -> Iterator[Stretch]:
    pins: dict[tuple[int, int], list[int]] = {}
    for place, visit in enumerate(problem.visits):
        if visit.pin is not None:
            pins.setdefault((problem.team_index[visit.pin.team], visit.pin.day), []).append(place)
    n_centres, lunch = len(problem.centres), problem.lunch.minutes
    for place, team in enumerate(problem.teams):
        for day, shift in enumerate(team.shifts):
            if shift is None:
                continue
            stops = [(team.centre, shift[0], shift[0], None)]
            mine = [(problem.visits[stop].pin, stop) for stop in pins.get((place, day), [])]
            for start, stop in sorted((pin.start, stop) for pin, stop in mine if pin):
                ends = start + problem.visits[stop].service
                stops.append((n_centres + stop, start, ends, stop))
            stops.append((team.centre, shift[1], shift[1], None))
            for (here, _, leave, after), (there, arrive, _, _) in pairwise(stops):
                times = squeezed(leave, lunch), squeezed(arrive, lunch)
                yield Stretch(place, day, after, (here, there), times)


def _data(problem: Problem, stretches: Sequence[Stretch]) -> tuple[ProblemData, list[int]]:
    everybody = frozenset.intersection(*(team.skills for team in problem.teams))
    skills = sorted({skill for v in problem.visits for skill in v.skills} - everybody)
    n_centres = len(problem.centres)
    clients: list[Client] = []
    owners: list[int] = []
    for place, visit in enumerate(problem.visits):
        starts = _starts(visit, problem.lunch.minutes)
        if visit.pin is not None or not starts:
            continue
        owners.append(place)
        clients.append(
            Client(
                n_centres + place,
                delivery=[int(skill in visit.skills) for skill in skills],
                service_duration=visit.service,
                tw_early=starts[0][0],
                tw_late=starts[-1][1],
                prize=visit.unserved_cost,
                required=False,
            )
        )
    nodes = sorted({node for stretch in stretches for node in stretch.nodes})
    depots = {node: number for number, node in enumerate(nodes)}
    minutes = travel_minutes(problem)
    data = ProblemData(
        [Location(c.lon, c.lat) for c in problem.centres]
        + [Location(v.lon, v.lat) for v in problem.visits],
        clients,
        [Depot(node) for node in nodes],
        [_vehicle(problem, stretch, depots, skills) for stretch in stretches],
        [_distances(problem, minutes, day) for day in range(problem.n_days)],
        [minutes] * problem.n_days,
    )
    return data, owners


def _vehicle(
    problem: Problem, stretch: Stretch, depots: dict[int, int], skills: Sequence[str]
) -> VehicleType:
    has = problem.teams[stretch.team].skills
    return VehicleType(
        1,
        capacity=[len(problem.visits) * (skill in has) for skill in skills],
        start_depot=depots[stretch.nodes[0]],
        end_depot=depots[stretch.nodes[1]],
        tw_early=stretch.times[0],
        tw_late=stretch.times[1],
        profile=stretch.day,
    )


def _starts(visit: Visit, lunch: int) -> list[tuple[int, int]]:
    return [
        (squeezed(opens, lunch), squeezed(closes - visit.service, lunch))
        for opens, closes in visit.windows
        if closes - visit.service >= opens
    ]


def _distances(problem: Problem, minutes: NDArray[np.int64], day: int) -> NDArray[np.int64]:
    into = [0] * len(problem.centres)
    for visit in problem.visits:
        if visit.pin is not None:
            into.append(0)
        else:
            into.append(visit.late_cost(day) if day in visit.days else FORBIDDEN)
    found = minutes + np.array(into, dtype=np.int64)[None, :]
    np.fill_diagonal(found, 0)
    return found
