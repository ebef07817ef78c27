"""
OR-Tools' model of the problem: everything but the order of search can be said in it.

- A vehicle for each team and day; each day has its costs: the way, and what the day costs the
  visit it leads to.
- Visits are optional (a disjunction with what leaving them out costs), confirmed ones are not;
  days, skills and confirmed teams are the vehicles a visit is allowed.
- Windows are the times of service with the hours between them removed; lunch is a break; driving
  has a dimension of its own with its limit.
- Guided local search from the cheapest parallel insertion, until the seconds are over.
"""

from __future__ import annotations

import time

import numpy as np
from _planner_peer import Answer
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from scheduling.planner.problem import Problem, Visit
from scheduling.planner.travel import travel_minutes


def solve(problem: Problem, seconds: float, seed: int, threads: int) -> Answer:
    """Return the routes it has when its seconds on one core are over."""
    vehicles = [
        (place, day)
        for place, team in enumerate(problem.teams)
        for day, shift in enumerate(team.shifts)
        if shift is not None
    ]
    homes = [problem.teams[team].centre for team, _ in vehicles]
    n_centres = len(problem.centres)
    manager = pywrapcp.RoutingIndexManager(
        n_centres + len(problem.visits), len(vehicles), homes, homes
    )
    model = pywrapcp.RoutingModel(manager)
    times = _dimensions(problem, model, vehicles)
    for place, visit in enumerate(problem.visits):
        _add_visit(problem, model, manager, vehicles, times, place, visit)
    for number, (team, day) in enumerate(vehicles):
        _add_lunch(problem, model, manager, times, number, team, day)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromSeconds(int(20 * seconds))
    model.CloseModelWithParameters(parameters)
    began = time.process_time()
    model.AddSearchMonitor(
        model.solver().CustomLimit(lambda: time.process_time() - began >= seconds)
    )
    found = model.SolveWithParameters(parameters)
    spent = time.process_time() - began
    routes: list[tuple[int, int, tuple[int, ...]]] = []
    for number, (team, day) in enumerate(vehicles):
        order, index = list[int](), model.Start(number)
        while found is not None and not model.IsEnd(index):
            index = found.Value(model.NextVar(index))
            if not model.IsEnd(index):
                order.append(manager.IndexToNode(index) - n_centres)
        routes.append((team, day, tuple(order)))
    return Answer(seconds=spent, routes=tuple(routes))


def _dimensions(
    problem: Problem, model: pywrapcp.RoutingModel, vehicles: list[tuple[int, int]]
) -> pywrapcp.RoutingDimension:
    minutes = travel_minutes(problem)
    n_centres = len(problem.centres)
    stays = np.array([0] * n_centres + [visit.service for visit in problem.visits])
    drives = model.RegisterTransitMatrix(minutes.tolist())
    moves = model.RegisterTransitMatrix((minutes + stays[:, None]).tolist())
    limits = [problem.teams[team].max_drive for team, _ in vehicles]
    model.AddDimensionWithVehicleCapacity(drives, 0, limits, True, "drive")
    model.AddDimension(moves, 1440, 1440, False, "time")
    for day in range(problem.n_days):
        into = [0] * n_centres + [visit.late_cost(day) for visit in problem.visits]
        costs = model.RegisterTransitMatrix((minutes + np.array(into)[None, :]).tolist())
        for number, (_, its_day) in enumerate(vehicles):
            if its_day == day:
                model.SetArcCostEvaluatorOfVehicle(costs, number)
    return model.GetDimensionOrDie("time")


def _add_visit(
    problem: Problem,
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    vehicles: list[tuple[int, int]],
    times: pywrapcp.RoutingDimension,
    place: int,
    visit: Visit,
) -> None:
    index = manager.NodeToIndex(len(problem.centres) + place)
    start, pin = times.CumulVar(index), visit.pin
    if pin is not None:
        start.SetRange(pin.start, pin.start)
        allowed = [vehicles.index((problem.team_index[pin.team], pin.day))]
        model.VehicleVar(index).SetValues(allowed)
        return
    allowed = [
        number
        for number, (team, day) in enumerate(vehicles)
        if day in visit.days and visit.skills <= problem.teams[team].skills
    ]
    model.VehicleVar(index).SetValues([-1, *allowed])  # -1: left out
    windows = [(a, b - visit.service) for a, b in visit.windows if b - visit.service >= a]
    if windows:
        start.SetRange(windows[0][0], windows[-1][1])
        for (_, closed), (opens, _) in zip(windows, windows[1:], strict=False):
            start.RemoveInterval(closed + 1, opens - 1)
    model.AddDisjunction([index], visit.unserved_cost)


def _add_lunch(
    problem: Problem,
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    times: pywrapcp.RoutingDimension,
    number: int,
    team: int,
    day: int,
) -> None:
    shift, lunch = problem.teams[team].shifts[day], problem.lunch
    if shift is None:
        raise AssertionError("a vehicle stands for a shift")
    times.CumulVar(model.Start(number)).SetRange(*shift)
    times.CumulVar(model.End(number)).SetRange(*shift)
    if shift[1] <= lunch.exempt_if_back_by:
        return
    pause = model.solver().FixedDurationIntervalVar(
        lunch.earliest, lunch.latest_start, lunch.minutes, False, f"lunch {number}"
    )
    stays = [0] * model.Size()
    for place, visit in enumerate(problem.visits):
        stays[manager.NodeToIndex(len(problem.centres) + place)] = visit.service
    times.SetBreakIntervalsOfVehicle([pause], number, stays)
