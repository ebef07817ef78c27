"""What would have to change for a visit that is left out to fit a day as it is planned."""

from __future__ import annotations

from scheduling.planner.engine.changes import copy_route, keep, touch
from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.layout import (
    AFTER,
    BACK_UNFED,
    BEFORE,
    CLOSES,
    COST,
    DRIVEN,
    ENDS,
    FIXED,
    LEFT_FED,
    LEFT_UNFED,
    LEG,
    MAX_DRIVE,
    NEVER,
    OPENS,
    REACH_FED,
    REACH_UNFED,
    SERVICE,
    STEP,
    STOPS,
    Ints,
    State,
    World,
)
from scheduling.planner.engine.places import cheapest_gap, fits
from scheduling.planner.engine.timing import arrives_fed, leaves_after, leaves_unfed, retime

# What is found: a row for each kind of change, with its minutes, its route and the other visit.
WIDER, DRIVING, LONGER, WORTH, INSTEAD, DAY, SKILLS = range(7)
AMOUNT, ROUTE, OTHER = range(3)
# Whether a route has the skills and is on a day that the visit allows.
SKILLED, ALLOWED = 1, 2


@inlined
def note(found: Ints, kind: int, amount: int, route: int, other: int) -> None:
    """Keep the smallest change of each kind."""
    if amount < found[kind, AMOUNT]:
        found[kind, AMOUNT] = amount
        found[kind, ROUTE] = route
        found[kind, OTHER] = other


@inlined
def outside(world: World, visit: int, windows: Ints, arrival: int, leave_by: int) -> int:
    """Return by how much a window must be wider for a start between these, NEVER if none is."""
    step = int(world.visits[visit, STEP])
    first = -(-arrival // step) * step
    last = (leave_by - int(world.visits[visit, SERVICE])) // step * step
    least = NEVER
    if first > last:
        return least
    for window in range(windows.shape[0]):
        opens, closes = int(windows[window, OPENS]), int(windows[window, CLOSES])
        low, high = -(-min(opens, closes) // step) * step, max(opens, closes) // step * step
        for start in (min(max(low, first), last), min(max(high, first), last)):
            least = min(least, max(0, opens - start) + max(0, start - closes))
    return least


@inlined
def widening(
    world: World, state: State, route: int, gap: int, visit: int, windows: Ints, to: int, on: int
) -> int:
    """Return by how much a window would have to be wider for the visit to fit this gap."""
    gaps = state.gaps
    unfed, fed = int(gaps[route, gap, LEFT_UNFED]), int(gaps[route, gap, LEFT_FED])
    reach_unfed, reach_fed = int(gaps[route, gap, REACH_UNFED]), int(gaps[route, gap, REACH_FED])
    leave_by = leaves_unfed(world, reach_unfed, reach_fed, on)
    before_lunch = outside(world, visit, windows, unfed + to, leave_by)
    arrival = arrives_fed(world, unfed, fed, to)
    return min(before_lunch, outside(world, visit, windows, arrival, reach_fed - on))


@inlined
def overtime(world: World, state: State, route: int, gap: int, visit: int, to: int, on: int) -> int:
    """Return how long after its shift the team is back with the visit in this gap, or NEVER."""
    gaps, n_centres = state.gaps, world.way_to.shape[0] - world.visits.shape[0]
    unfed, fed = int(gaps[route, gap, LEFT_UNFED]), int(gaps[route, gap, LEFT_FED])
    fed = leaves_after(world, visit, arrives_fed(world, unfed, fed, to))
    unfed = leaves_after(world, visit, unfed + to)
    way = on
    for after in range(gap, state.routes[route, STOPS]):
        stop = gaps[route, after, AFTER] - n_centres
        fed = leaves_after(world, stop, arrives_fed(world, unfed, fed, way))
        unfed = leaves_after(world, stop, unfed + way)
        way = int(gaps[route, after + 1, LEG])
    if unfed + way <= state.routes[route, BACK_UNFED]:
        return 0
    back = arrives_fed(world, unfed, fed, way)
    return back - int(state.routes[route, ENDS]) if back < NEVER else NEVER


@inlined
def ease_gap(
    world: World,
    state: State,
    found: Ints,
    able: int,
    route: int,
    gap: int,
    visit: int,
    windows: Ints,
) -> None:
    """Note the one change with which the visit would fit this gap, if one is enough."""
    gaps, node = state.gaps, visit + world.way_to.shape[0] - world.visits.shape[0]
    to = int(world.way_to[node, gaps[route, gap, BEFORE]])
    on = int(world.way_on[node, gaps[route, gap, AFTER]])
    added = to + on - int(gaps[route, gap, LEG])
    missing = added - int(state.routes[route, MAX_DRIVE] - state.routes[route, DRIVEN])
    in_time = fits(world, state, route, gap, visit, to, on)
    late = 0  # of days and teams that the visit does not allow it is not known
    if able == SKILLED + ALLOWED:
        late = int(world.late[visit, route])
    dearer = added + late - int(world.visits[visit, COST])
    if able == SKILLED + ALLOWED and in_time and missing <= 0:
        note(found, WORTH, max(0, dearer), route, -1)
    elif dearer > 0:
        return  # it would still not be worth the way: one change is not enough
    elif able != SKILLED + ALLOWED:
        if in_time and missing <= 0:
            note(found, DAY if able == SKILLED else SKILLS, added, route, -1)
    elif in_time:
        note(found, DRIVING, missing, route, -1)
    elif missing <= 0:
        wider = widening(world, state, route, gap, visit, windows, to, on)
        note(found, WIDER, wider, route, -1)
        note(found, LONGER, overtime(world, state, route, gap, visit, to, on), route, -1)


@inlined
def ease_by_exchange(world: World, state: State, found: Ints, route: int, visit: int) -> None:
    """Note what it costs to do the visit instead of one of the route's."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    touch(state, route)
    driven = int(state.routes[route, DRIVEN])
    for gap in range(state.saved_routes[route, STOPS]):
        other = int(state.saved_gaps[route, gap, AFTER]) - n_centres
        if world.visits[other, FIXED] == 1:
            continue
        for later in range(gap, state.routes[route, STOPS]):
            state.gaps[route, later, AFTER] = state.gaps[route, later + 1, AFTER]
        state.routes[route, STOPS] -= 1
        retime(world, state, route)
        cost = cheapest_gap(world, state, route, visit)[0]
        if cost < NEVER:
            saved = driven - int(state.routes[route, DRIVEN])
            saved += int(world.late[other, route]) - int(world.visits[other, COST])
            dearer = cost - saved - int(world.visits[visit, COST])
            note(found, INSTEAD, max(0, dearer), route, other)
        copy_route(state.routes, state.gaps, state.saved_routes, state.saved_gaps, route)


@compiled
def ease(world: World, state: State, visit: int, windows: Ints, able: Ints, found: Ints) -> None:
    """
    Find the smallest change of each kind with which the visit would fit the plan.

    `windows` are its earliest and latest starts as it says them, also where none is left.
    """
    for kind in range(found.shape[0]):
        found[kind, AMOUNT] = NEVER
    for route in range(state.routes.shape[0]):
        if able[route] == 0:
            continue
        for gap in range(state.routes[route, STOPS] + 1):
            ease_gap(world, state, found, able[route], route, gap, visit, windows)
        if able[route] == SKILLED + ALLOWED:
            ease_by_exchange(world, state, found, route, visit)
    keep(state)
