"""Putting visits in, taking them out, and taking all of it back."""

from __future__ import annotations

from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import (
    AFTER,
    BEFORE,
    BUSY,
    COST,
    DRIVEN,
    GAP_COLUMNS,
    JUST_TAKEN,
    LEFT_OUT,
    LEG,
    N_POOL,
    N_TOUCHED,
    NOW,
    SERVICE,
    STOPS,
    TOUCHED,
    Ints,
    State,
    World,
)
from scheduling.planner.engine.timing import retime, sum_up, time_around


@inlined
def copy_route(
    to_routes: Ints, to_gaps: Ints, from_routes: Ints, from_gaps: Ints, route: int
) -> None:
    """Copy one route with all its times."""
    for column in range(TOUCHED):
        to_routes[route, column] = from_routes[route, column]
    for gap in range(from_routes[route, STOPS] + 1):
        for column in range(GAP_COLUMNS):
            to_gaps[route, gap, column] = from_gaps[route, gap, column]


@inlined
def touch(state: State, route: int) -> None:
    """Keep the route as it is before its first change in this iteration."""
    if state.routes[route, TOUCHED] == 0:
        state.routes[route, TOUCHED] = 1
        state.touched[state.counts[N_TOUCHED]] = route
        state.counts[N_TOUCHED] += 1
        copy_route(state.saved_routes, state.saved_gaps, state.routes, state.gaps, route)


@inlined
def put_in(world: World, state: State, route: int, gap: int, visit: int) -> None:
    """Put the visit into the gap."""
    touch(state, route)
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    stops = state.routes[route, STOPS]
    state.counts[NOW] -= world.visits[visit, COST] - world.late[visit, route]
    state.counts[NOW] -= state.routes[route, DRIVEN]
    for back in range(stops + 1 - gap):
        for column in range(GAP_COLUMNS):
            later = state.gaps[route, stops - back, column]
            state.gaps[route, stops + 1 - back, column] = later
    driven = int(state.routes[route, DRIVEN]) - int(state.gaps[route, gap, LEG])
    state.gaps[route, gap, AFTER] = visit + n_centres
    state.gaps[route, gap + 1, BEFORE] = visit + n_centres
    state.routes[route, STOPS] = stops + 1
    state.where[visit] = route
    time_around(world, state, route, gap, gap + 1)
    driven += int(state.gaps[route, gap, LEG]) + int(state.gaps[route, gap + 1, LEG])
    busy = int(state.routes[route, BUSY]) + int(world.visits[visit, SERVICE])
    sum_up(world, state, route, driven, busy)
    state.counts[NOW] += driven


@inlined
def take_out(world: World, state: State, route: int, visit: int) -> None:
    """Put the visit into the pool; `close_up` must follow when all are out."""
    state.where[visit] = JUST_TAKEN
    state.pool[state.counts[N_POOL]] = visit
    state.counts[N_POOL] += 1
    state.counts[NOW] += world.visits[visit, COST] - world.late[visit, route]


@inlined
def close_up(world: World, state: State, route: int, stops: int) -> None:
    """Time a route anew that has so many stops left."""
    state.routes[route, STOPS] = stops
    state.counts[NOW] -= state.routes[route, DRIVEN]
    retime(world, state, route)
    state.counts[NOW] += state.routes[route, DRIVEN]


@inlined
def keep(state: State) -> None:
    """Let the changes of this iteration stand."""
    for index in range(state.counts[N_TOUCHED]):
        state.routes[state.touched[index], TOUCHED] = 0
    state.counts[N_TOUCHED] = 0


@inlined
def take_back(world: World, state: State) -> None:
    """Undo the changes of this iteration."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    for index in range(state.counts[N_TOUCHED]):
        route = state.touched[index]
        for gap in range(state.routes[route, STOPS]):
            state.where[state.gaps[route, gap, AFTER] - n_centres] = LEFT_OUT
    for index in range(state.counts[N_TOUCHED]):
        route = state.touched[index]
        copy_route(state.routes, state.gaps, state.saved_routes, state.saved_gaps, route)
        for gap in range(state.routes[route, STOPS]):
            state.where[state.gaps[route, gap, AFTER] - n_centres] = route
    keep(state)
