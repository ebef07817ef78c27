"""Where one more visit costs least."""

from __future__ import annotations

from scheduling.planner.engine.chances import draw
from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import (
    AFTER,
    BEFORE,
    DRIVEN,
    IDLE,
    LAST_LOOK,
    LEFT_FED,
    LEFT_UNFED,
    LEG,
    MAX_DRIVE,
    MEMO_COST,
    MEMO_VERSION,
    N_EMPTY,
    N_TOUCHED,
    NEVER,
    REACH_FED,
    REACH_UNFED,
    SERVICE,
    STOPS,
    VERSION,
    State,
    World,
)
from scheduling.planner.engine.timing import arrives_fed, leaves_after, leaves_unfed

NEAREST = 50  # neighbours whose routes are looked at
FEW_ROUTES = 48  # so few are all looked at; of more, those of the nearest visits


@inlined
def fits(world: World, state: State, route: int, gap: int, visit: int, to: int, on: int) -> bool:
    """Say whether the visit can be made in this gap in time, `to` and `on` being its ways."""
    gaps = state.gaps
    unfed, fed = gaps[route, gap, LEFT_UNFED], gaps[route, gap, LEFT_FED]
    reach_unfed, reach_fed = gaps[route, gap, REACH_UNFED], gaps[route, gap, REACH_FED]
    leave_by = leaves_unfed(world, reach_unfed, reach_fed, on)
    if leaves_after(world, visit, unfed + to) <= leave_by:
        return True
    arrival = arrives_fed(world, unfed, fed, to)
    return leaves_after(world, visit, arrival) <= int(reach_fed) - on


@inlined
def cheapest_gap(world: World, state: State, route: int, visit: int) -> tuple[int, int]:
    """Return the least cost of the visit on this route and its gap, or (NEVER, -1)."""
    gaps, routes = state.gaps, state.routes
    node = visit + world.way_to.shape[0] - world.visits.shape[0]
    late, service = int(world.late[visit, route]), int(world.visits[visit, SERVICE])
    least, best = int(routes[route, MAX_DRIVE] - routes[route, DRIVEN]) + 1, -1
    for gap in range(routes[route, STOPS] + 1):
        to = int(world.way_to[node, gaps[route, gap, BEFORE]])
        on = int(world.way_on[node, gaps[route, gap, AFTER]])
        added = to + on - gaps[route, gap, LEG]
        if added >= least:
            continue
        if gaps[route, gap, LEFT_UNFED] + to + service + on > gaps[route, gap, REACH_FED]:
            continue
        if fits(world, state, route, gap, visit, to, on):
            least, best = added, gap
    if best < 0:
        return NEVER, -1
    return least + late, best


@inlined
def least_cost(world: World, state: State, route: int, visit: int) -> int:
    """Return what the visit costs at least on this route; from memory while nothing changed."""
    memo, version = state.memo, state.routes[route, VERSION]
    if memo[visit, route, MEMO_VERSION] != version:
        memo[visit, route, MEMO_VERSION] = version
        memo[visit, route, MEMO_COST] = cheapest_gap(world, state, route, visit)[0]
    return int(memo[visit, route, MEMO_COST])


@inlined
def cheaper(world: World, state: State, route: int, visit: int, least: int, blink: float) -> bool:
    """Say whether the visit costs less than `least` here; now and then, look away (a blink)."""
    if world.late[visit, route] >= least:
        return False
    # Full by the sum of its minutes alone: most routes are, for most visits.
    if world.visits[visit, SERVICE] > state.routes[route, IDLE]:
        return False
    return least_cost(world, state, route, visit) < least and draw(state.chance) >= blink


@inlined
def best_touched(world: World, state: State, visit: int, worth: int, blink: float) -> int:
    """Return the cheapest of the routes changed in this iteration, or -1."""
    least, best = worth, -1
    for index in range(state.counts[N_TOUCHED]):
        route = state.touched[index]
        if cheaper(world, state, route, visit, least, blink):
            least, best = least_cost(world, state, route, visit), int(route)
    return best


@inlined
def best_of_all(world: World, state: State, visit: int, worth: int, blink: float) -> int:
    """Return the cheapest of all routes, or -1."""
    least, best = worth, -1
    for route in range(state.routes.shape[0]):
        if cheaper(world, state, route, visit, least, blink):
            least, best = least_cost(world, state, route, visit), route
    return best


@inlined
def best_nearby(world: World, state: State, visit: int, worth: int, blink: float) -> int:
    """Return the cheapest of the routes that pass nearby, changed or were empty, or -1."""
    best = best_touched(world, state, visit, worth, blink)
    least = worth
    if best >= 0:
        least = least_cost(world, state, best, visit)
    state.counts[LAST_LOOK] += 1
    stamp = state.counts[LAST_LOOK]
    for rank in range(min(NEAREST, world.near.shape[1])):
        route = int(state.where[world.near[visit, rank]])
        if route < 0 or state.seen[route] == stamp:
            continue
        state.seen[route] = stamp
        if cheaper(world, state, route, visit, least, blink):
            least, best = least_cost(world, state, route, visit), route
    for index in range(state.counts[N_EMPTY]):
        route = int(state.empty[index])
        if cheaper(world, state, route, visit, least, blink):
            least, best = least_cost(world, state, route, visit), route
    return best


@inlined
def best_route(world: World, state: State, visit: int, worth: int, blink: float) -> int:
    """Return where the visit costs least, less than it is worth; -1 if nowhere."""
    if state.routes.shape[0] <= FEW_ROUTES:
        return best_of_all(world, state, visit, worth, blink)
    return best_nearby(world, state, visit, worth, blink)
