"""Where one more visit costs least."""

from __future__ import annotations

from scheduling.planner.engine.chances import draw
from scheduling.planner.engine.changes import put_in
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
    TOUCHED,
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


Place = tuple[int, int, int]  # route, gap (-1: not looked up), cost; the route is -1 if none


@inlined
def gap_below(world: World, state: State, route: int, visit: int, most: int) -> tuple[int, int]:
    """Return the visit's cheapest gap on this route that costs less than `most`, and its cost."""
    gaps, routes = state.gaps, state.routes
    node = visit + world.way_to.shape[0] - world.visits.shape[0]
    late, service = int(world.late[visit, route]), int(world.visits[visit, SERVICE])
    least = min(most - late, int(routes[route, MAX_DRIVE] - routes[route, DRIVEN]) + 1)
    best = -1
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
    return best, least + late


@inlined
def cheapest_gap(world: World, state: State, route: int, visit: int) -> tuple[int, int]:
    """Return the least cost of the visit on this route and its gap, or (NEVER, -1)."""
    gap, cost = gap_below(world, state, route, visit, NEVER)
    if gap < 0:
        return NEVER, -1
    return cost, gap


@inlined
def remembered(world: World, state: State, route: int, visit: int) -> int:
    """Return what the visit costs at least on this route; from memory while nothing changed."""
    memo, version = state.memo, state.routes[route, VERSION]
    if memo[visit, route, MEMO_VERSION] != version:
        memo[visit, route, MEMO_VERSION] = version
        memo[visit, route, MEMO_COST] = cheapest_gap(world, state, route, visit)[0]
    return int(memo[visit, route, MEMO_COST])


@inlined
def hopeless(world: World, state: State, route: int, visit: int, least: int) -> bool:
    """Say whether the day costs as much already, or is full by the sum of its minutes alone."""
    if world.late[visit, route] >= least:
        return True
    return bool(world.visits[visit, SERVICE] > state.routes[route, IDLE])


@inlined
def better(world: World, state: State, route: int, visit: int, than: Place, blink: float) -> Place:
    """Return this route if the visit costs less there; now and then, look away (a blink)."""
    if hopeless(world, state, route, visit, than[2]):
        return than
    cost = remembered(world, state, route, visit)
    if cost < than[2] and draw(state.chance) >= blink:
        return route, -1, cost
    return than


@inlined
def best_touched(world: World, state: State, visit: int, worth: int, blink: float) -> Place:
    """Return the cheapest of the routes changed in this iteration."""
    best, at, least = -1, -1, worth
    for index in range(state.counts[N_TOUCHED]):
        route = int(state.touched[index])
        if hopeless(world, state, route, visit, least):
            continue
        # Not remembered: it changes again with the next visit, or goes back to what it was.
        gap, cost = gap_below(world, state, route, visit, least)
        if gap >= 0 and draw(state.chance) >= blink:
            best, at, least = route, gap, cost
    return best, at, least


@inlined
def best_of_all(world: World, state: State, visit: int, worth: int, blink: float) -> Place:
    """Return the cheapest of all routes."""
    best = best_touched(world, state, visit, worth, blink)
    for route in range(state.routes.shape[0]):
        if state.routes[route, TOUCHED] == 0:
            best = better(world, state, route, visit, best, blink)
    return best


@inlined
def best_nearby(world: World, state: State, visit: int, worth: int, blink: float) -> Place:
    """Return the cheapest of the routes that pass nearby, changed or were empty."""
    best = best_touched(world, state, visit, worth, blink)
    state.counts[LAST_LOOK] += 1
    stamp = state.counts[LAST_LOOK]
    for rank in range(min(NEAREST, world.near.shape[1])):
        route = int(state.where[world.near[visit, rank]])
        if route >= 0 and state.seen[route] != stamp and state.routes[route, TOUCHED] == 0:
            state.seen[route] = stamp
            best = better(world, state, route, visit, best, blink)
    for index in range(state.counts[N_EMPTY]):
        route = int(state.empty[index])
        if state.routes[route, TOUCHED] == 0:
            best = better(world, state, route, visit, best, blink)
    return best


@inlined
def best_place(world: World, state: State, visit: int, worth: int, blink: float) -> Place:
    """Return where the visit costs least, if less than it is worth."""
    if state.routes.shape[0] <= FEW_ROUTES:
        return best_of_all(world, state, visit, worth, blink)
    return best_nearby(world, state, visit, worth, blink)


@inlined
def put_at(world: World, state: State, place: Place, visit: int) -> None:
    """Put the visit where it was found to cost least."""
    route, gap, _ = place
    if gap < 0:
        gap = cheapest_gap(world, state, route, visit)[1]
    put_in(world, state, route, gap, visit)
