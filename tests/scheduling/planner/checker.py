"""A second opinion on plans: slow, plain, and sharing no code with the planner."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from scheduling.planner.plan import Plan, Route
from scheduling.planner.problem import Problem, Visit
from scheduling.planner.travel import HAN_RIVER

SHARED = Path(__file__).resolve().parents[4] / "shared" / "planner"


def outside_checker() -> ModuleType | None:
    """Return the checker that came with the samples, where they are at hand."""
    path = SHARED / "score.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("outside_checker", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(problem: Problem, plan: Plan) -> list[str]:
    """Return all that is wrong with a plan, in words."""
    found = [fault for route in plan.routes for fault in _route_faults(problem, route)]
    days = [(route.team, route.day) for route in plan.routes]
    if len(set(days)) < len(days):
        found.append("a team has two routes on one day")
    served = [visit for route in plan.routes for visit in route.visits]
    if len(set(served)) < len(served):
        found.append("a visit is served twice")
    missing = {visit.id for visit in problem.visits if visit.pin} - set(served)
    return found + [f"pinned visit {visit} is not served" for visit in missing]


def _route_faults(problem: Problem, route: Route) -> list[str]:
    team = next(team for team in problem.teams if team.id == route.team)
    shift = team.shifts[route.day]
    if shift is None:
        return [f"team {team.id} is off"]
    visits = [next(v for v in problem.visits if v.id == id) for id in route.visits]
    found = [
        fault
        for visit, start in zip(visits, route.starts, strict=True)
        for fault in _visit_faults(visit, route, start, team.skills)
    ]
    home = problem.centres[team.centre]
    points = [(home.lat, home.lon), *((v.lat, v.lon) for v in visits), (home.lat, home.lon)]
    drives = [minutes(problem, a, b) for a, b in pairwise(points)]
    if sum(drives) > team.max_drive:
        found.append("too much driving")
    free_from = [shift[0], *(s + v.service for s, v in zip(route.starts, visits, strict=True))]
    free_to = [*route.starts, shift[1]]
    lunch, rules = route.lunch, problem.lunch
    eaten = [
        lunch is not None and begins <= lunch and lunch + rules.minutes <= ends
        for begins, ends in zip(free_from, free_to, strict=True)
    ]
    for gap, (begins, ends) in enumerate(zip(free_from, free_to, strict=True)):
        # Where lunch might belong to two gaps (it can touch both), it counts in the first.
        pause = rules.minutes if eaten[gap] and not any(eaten[:gap]) else 0
        if begins + drives[gap] + pause > ends:
            found.append(f"gap {gap} is too tight")
    if lunch is None and free_from[-1] + drives[-1] > rules.exempt_if_back_by:
        found.append("no lunch")
    if lunch is not None and not (any(eaten) and rules.earliest <= lunch <= rules.latest_start):
        found.append("lunch at a wrong time")
    return found


def _visit_faults(visit: Visit, route: Route, start: int, skills: frozenset[str]) -> list[str]:
    found = []
    if visit.pin is not None and visit.pin != type(visit.pin)(route.team, route.day, start):
        found.append(f"pinned visit {visit.id} has moved")
    windows = [w for w in visit.windows if w[0] <= start and start + visit.service <= w[1]]
    if visit.pin is None and not windows:
        found.append(f"visit {visit.id} is outside its windows")
    if route.day not in visit.days:
        found.append(f"visit {visit.id} is on a wrong day")
    if not visit.skills <= skills:
        found.append(f"visit {visit.id} needs other skills")
    return found


def minutes(problem: Problem, a: tuple[float, float], b: tuple[float, float]) -> int:
    """Return the travel minutes between two points, by plain school formulas."""
    model = problem.travel
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    h = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    km = 2 * 6371.0 * math.asin(math.sqrt(h))
    if km < 0.03:
        return int(model.same_building_min)
    road = km * model.detour
    speed = model.v_short + (model.v_long - model.v_short) * min(1.0, road / model.v_ramp_km)
    river = model.river_min if _north(*a) != _north(*b) else 0
    return math.ceil(road / speed * 60 + river + model.parking_min - 1e-9)


def _north(lat: float, lon: float) -> bool:
    for (west, lat_west), (east, lat_east) in pairwise(HAN_RIVER):
        if west <= lon <= east:
            return lat > lat_west + (lat_east - lat_west) * (lon - west) / (east - west)
    raise AssertionError("the checker knows the river only within Seoul")


def as_instance(problem: Problem) -> dict[str, object]:
    """Return the problem as the outside checker reads it (ids must be positions)."""
    return {
        "travel": asdict(problem.travel),
        "lunch": asdict(problem.lunch),
        "centres": [asdict(centre) for centre in problem.centres],
        "teams": [asdict(team) for team in problem.teams],
        "visits": [asdict(visit) for visit in problem.visits],
    }


def as_plan(plan: Plan) -> dict[str, object]:
    """Return the plan as the outside checker reads it."""
    return asdict(plan)


def cost(problem: Problem, plan: Plan) -> int:
    """Return what a plan costs in minutes: visits left out, lateness of the others, driving."""
    day_of = {visit: route.day for route in plan.routes for visit in route.visits}
    total = 0
    for visit in problem.visits:
        if visit.id not in day_of:
            total += visit.unserved_cost
            continue
        days_late = max(0, day_of[visit.id] - max(visit.due, -1))
        total += min(visit.late_cap, visit.late_cost_per_day * days_late)
    places = {visit.id: (visit.lat, visit.lon) for visit in problem.visits}
    for route in plan.routes:
        centre = next(team.centre for team in problem.teams if team.id == route.team)
        home = problem.centres[centre]
        points = [(home.lat, home.lon), *(places[id] for id in route.visits), (home.lat, home.lon)]
        total += sum(minutes(problem, a, b) for a, b in pairwise(points)) if route.visits else 0
    return total
