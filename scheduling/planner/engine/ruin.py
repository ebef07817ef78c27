"""Taking out strings of neighbouring visits (Christiaens and Vanden Berghe 2020, section 5.2)."""

from __future__ import annotations

from scheduling.planner.engine.chances import below, draw
from scheduling.planner.engine.changes import close_up, take_out, touch
from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import (
    AFTER,
    CALLED,
    FIXED,
    LEFT_OUT,
    N_POOL,
    STOPS,
    TOUCHED,
    State,
    World,
)

REMOVED = 13.0  # visits taken out on average
LONGEST_STRING = 5.0
SPLIT, GROW = 0.5, 0.01  # how often a string keeps some in the middle, and one more of them
AT_CENTRE, AT_EACH = 8, 3  # visits left out that are called near the centre, near each taken out
CALL_FROM = 50  # neighbours that are asked


@inlined
def draw_string(world: World, state: State, route: int, visit: int, most: int) -> None:
    """Take out a string of up to `most` visits around this one, at times with some kept inside."""
    chance, stops = state.chance, int(state.routes[route, STOPS])
    length = 1 + below(chance, min(stops, most))
    kept = 0
    if 1 < length < stops and draw(chance) < SPLIT:
        kept = 1
        while length + kept < stops and draw(chance) < GROW:
            kept += 1
    at, node = 0, visit + world.way_to.shape[0] - world.visits.shape[0]
    while state.gaps[route, at, AFTER] != node:
        at += 1
    end = length + kept
    first = max(0, at - end + 1)
    first += below(chance, min(at, stops - end) - first + 1)
    end += first
    keep_from = end
    if kept > 0:
        keep_from = first + 1 + below(chance, length - 1)
    take_string(world, state, route, first, end, keep_from, keep_from + kept)


@inlined
def take_string(
    world: World, state: State, route: int, first: int, end: int, keep_from: int, keep_to: int
) -> None:
    """Take the visits from `first` to `end` into the pool, but for those kept and confirmed."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    touch(state, route)
    left = first
    for gap in range(first, state.routes[route, STOPS] + 1):
        after = state.gaps[route, gap, AFTER]
        inside = gap < end and not keep_from <= gap < keep_to
        if inside and world.visits[after - n_centres, FIXED] == 0:
            take_out(world, state, route, after - n_centres)
        else:
            state.gaps[route, left, AFTER] = after
            left += 1
    close_up(world, state, route, left - 1)


@inlined
def call(world: World, state: State, place: int, most: int) -> None:
    """Put visits left out near this place into the pool."""
    rank = -1
    while most > 0 and rank < min(CALL_FROM, world.near.shape[1]):
        visit = place if rank < 0 else int(world.near[place, rank])
        rank += 1
        if state.where[visit] == LEFT_OUT:
            state.where[visit] = CALLED
            state.pool[state.counts[N_POOL]] = visit
            state.counts[N_POOL] += 1
            most -= 1


@inlined
def ruin(world: World, state: State, average: float) -> None:
    """
    Take strings out of the routes around a place, and call the visits left out there.

    On return the pool holds what was taken out, then some that were out before and lie near it;
    `where` tells them apart.
    """
    state.counts[N_POOL] = 0
    centre = below(state.chance, world.visits.shape[0])
    longest = max(1.0, min(LONGEST_STRING, average))
    wanted = int(1.0 + draw(state.chance) * max(1.0, 4.0 * REMOVED / (1.0 + longest) - 1.0))
    rank, n_near = -1, world.near.shape[1]
    while wanted > 0 and rank < n_near:
        visit = centre if rank < 0 else int(world.near[centre, rank])
        rank += 1
        route = int(state.where[visit])
        if route >= 0 and state.routes[route, TOUCHED] == 0:
            draw_string(world, state, route, visit, int(longest))
            wanted -= 1
    taken = int(state.counts[N_POOL])
    call(world, state, centre, AT_CENTRE)
    for index in range(taken):
        call(world, state, int(state.pool[index]), AT_EACH)
