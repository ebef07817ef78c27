"""
Exact times of a team's day, as `planner/schedule.py` explains and tests them.

Forwards the earliest minute each stop can be left, backwards the latest it may be reached, both
before lunch (unfed) and after (fed): then trying a visit in a gap takes no loop over the day.
"""

from __future__ import annotations

from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import (
    AFTER,
    BACK_UNFED,
    BEFORE,
    BEGINS,
    BUSY,
    CENTRE,
    CLOSES,
    DRIVEN,
    EARLIEST,
    ENDS,
    IDLE,
    LAST_VERSION,
    LATEST_START,
    LEFT_FED,
    LEFT_UNFED,
    LEG,
    MAX_DRIVE,
    MINUTES,
    NEVER,
    OPENS,
    REACH_FED,
    REACH_UNFED,
    SERVICE,
    SPARE,
    STEP,
    STOPS,
    VERSION,
    WINDOWS_FROM,
    WINDOWS_TO,
    State,
    World,
)


@inlined
def leaves_after(world: World, visit: int, arrival: int) -> int:
    """Return the first minute one can have finished the visit after this arrival."""
    step = world.visits[visit, STEP]
    if step > 1:
        arrival = -(-arrival // step) * step
    for window in range(world.visits[visit, WINDOWS_FROM], world.visits[visit, WINDOWS_TO]):
        if arrival <= world.windows[window, CLOSES]:
            start = max(arrival, int(world.windows[window, OPENS]))
            return start + int(world.visits[visit, SERVICE])
    return NEVER


@inlined
def latest_arrival(world: World, visit: int, leave_by: int) -> int:
    """Return the last minute one may arrive and still have finished by then, or -1."""
    start = leave_by - int(world.visits[visit, SERVICE])
    step = world.visits[visit, STEP]
    if step > 1:
        start = start // step * step
    for back in range(world.visits[visit, WINDOWS_TO] - world.visits[visit, WINDOWS_FROM]):
        window = world.visits[visit, WINDOWS_TO] - 1 - back
        if start >= world.windows[window, OPENS]:
            return min(start, int(world.windows[window, CLOSES]))
    return -1


@inlined
def arrives_fed(world: World, unfed: int, fed: int, way: int) -> int:
    """Return the earliest arrival with lunch taken, before this way or on it."""
    arrival = fed + way
    if unfed <= world.lunch[LATEST_START]:
        paused = max(unfed + way, world.lunch[EARLIEST]) + world.lunch[MINUTES]
        arrival = min(arrival, paused)
    return arrival


@inlined
def leaves_unfed(world: World, unfed: int, fed: int, way: int) -> int:
    """Return how late one may leave without lunch taken, to arrive by these minutes."""
    leave = unfed - way
    if fed >= world.lunch[EARLIEST] + world.lunch[MINUTES]:
        on_the_way = min(world.lunch[LATEST_START], fed - way - world.lunch[MINUTES])
        leave = max(leave, on_the_way)
    return leave


@inlined
def retime(world: World, state: State, route: int) -> None:
    """Work out all times of a route from the nodes after its gaps, and give it a new version."""
    routes, gaps, last = state.routes, state.gaps, state.routes[route, STOPS]
    gaps[route, 0, BEFORE] = routes[route, CENTRE]
    gaps[route, 0, LEFT_UNFED], gaps[route, 0, LEFT_FED] = routes[route, BEGINS], NEVER
    gaps[route, last, REACH_UNFED] = routes[route, BACK_UNFED]
    gaps[route, last, REACH_FED] = routes[route, ENDS]
    time_around(world, state, route, 0, last)
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    driven, busy = int(gaps[route, last, LEG]), 0
    for gap in range(last):
        driven += int(gaps[route, gap, LEG])
        busy += int(world.visits[gaps[route, gap, AFTER] - n_centres, SERVICE])
    sum_up(world, state, route, driven, busy)


@inlined
def time_around(world: World, state: State, route: int, first: int, last: int) -> None:
    """
    Work out the times of a route whose nodes changed between two gaps and nowhere else.

    Forwards from the first gap, which is left as early as before, and backwards from the last,
    which may be reached as late as before.
    """
    gaps, stops = state.gaps, state.routes[route, STOPS]
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    before = gaps[route, first, BEFORE]
    unfed, fed = int(gaps[route, first, LEFT_UNFED]), int(gaps[route, first, LEFT_FED])
    for gap in range(first, stops + 1):
        after = gaps[route, gap, AFTER]
        leg = int(world.way_on[before, after])
        gaps[route, gap, BEFORE] = before
        gaps[route, gap, LEG] = leg
        gaps[route, gap, LEFT_UNFED] = unfed
        gaps[route, gap, LEFT_FED] = fed
        if gap < stops:
            fed = leaves_after(world, after - n_centres, arrives_fed(world, unfed, fed, leg))
            unfed = leaves_after(world, after - n_centres, unfed + leg)
        before = after
    unfed, fed = int(gaps[route, last, REACH_UNFED]), int(gaps[route, last, REACH_FED])
    for back in range(last + 1):
        gap = last - back
        gaps[route, gap, REACH_UNFED] = unfed
        gaps[route, gap, REACH_FED] = fed
        if gap > 0:
            visit, leg = gaps[route, gap, BEFORE] - n_centres, int(gaps[route, gap, LEG])
            unfed = latest_arrival(world, visit, leaves_unfed(world, unfed, fed, leg))
            fed = latest_arrival(world, visit, fed - leg)


@inlined
def sum_up(world: World, state: State, route: int, driven: int, busy: int) -> None:
    """Note what a route drives and serves and how idle it is, and give it a new version."""
    routes = state.routes
    fed_by = int(routes[route, ENDS]) - int(world.lunch[MINUTES])
    free = max(fed_by, int(routes[route, BACK_UNFED])) - int(routes[route, BEGINS])
    routes[route, DRIVEN], routes[route, BUSY] = driven, busy
    routes[route, IDLE] = free - driven - busy + world.lunch[SPARE]
    state.counts[LAST_VERSION] += 1
    routes[route, VERSION] = state.counts[LAST_VERSION]


@inlined
def in_time(world: World, state: State, route: int) -> bool:
    """Say whether a timed route keeps its windows, lunch, shift and driving."""
    gap = state.routes[route, STOPS]
    unfed, fed = state.gaps[route, gap, LEFT_UNFED], state.gaps[route, gap, LEFT_FED]
    leg = state.gaps[route, gap, LEG]
    back = unfed + leg <= state.gaps[route, gap, REACH_UNFED] or (
        arrives_fed(world, unfed, fed, leg) <= state.gaps[route, gap, REACH_FED]
    )
    return bool(back and state.routes[route, DRIVEN] <= state.routes[route, MAX_DRIVE])
