"""Setting whole routes: confirmed visits, a plan to start from, another search's plan."""

from __future__ import annotations

from scheduling.planner.engine.changes import copy_route
from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.layout import (
    AFTER,
    CENTRE,
    COST,
    DRIVEN,
    LAST_VERSION,
    LEFT_OUT,
    NOW,
    STOPS,
    VERSION,
    Counts,
    State,
    World,
)
from scheduling.planner.engine.timing import in_time, retime


@compiled
def set_order(world: World, state: State, route: int, visits: Counts) -> bool:
    """Give the route these visits in this order and no others, and say whether that fits."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    for gap in range(state.routes[route, STOPS]):
        state.where[state.gaps[route, gap, AFTER] - n_centres] = LEFT_OUT
    for gap in range(visits.shape[0]):
        state.gaps[route, gap, AFTER] = visits[gap] + n_centres
        state.where[visits[gap]] = route
    state.gaps[route, visits.shape[0], AFTER] = state.routes[route, CENTRE]
    state.routes[route, STOPS] = visits.shape[0]
    retime(world, state, route)
    return in_time(world, state, route)


@inlined
def tally(world: World, state: State) -> None:
    """Count anew what the plan costs."""
    state.counts[NOW] = 0
    for route in range(state.routes.shape[0]):
        state.counts[NOW] += state.routes[route, DRIVEN]
    for visit in range(world.visits.shape[0]):
        route = state.where[visit]
        if route < 0:
            state.counts[NOW] += world.visits[visit, COST]
        else:
            state.counts[NOW] += world.late[visit, route]


@inlined
def settle(world: World, state: State) -> None:
    """Make everything agree with the orders just copied into the routes."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    for visit in range(world.visits.shape[0]):
        state.where[visit] = LEFT_OUT
    for route in range(state.routes.shape[0]):
        state.counts[LAST_VERSION] += 1
        state.routes[route, VERSION] = state.counts[LAST_VERSION]
        for gap in range(state.routes[route, STOPS]):
            state.where[state.gaps[route, gap, AFTER] - n_centres] = route
    tally(world, state)


@compiled
def return_to_best(world: World, state: State) -> None:
    """Go on from the best plan so far."""
    for route in range(state.routes.shape[0]):
        copy_route(state.routes, state.gaps, state.best_routes, state.best_gaps, route)
    settle(world, state)


@compiled
def follow(world: World, state: State, leader: State) -> None:
    """Go on from where another search is."""
    for route in range(state.routes.shape[0]):
        copy_route(state.routes, state.gaps, leader.routes, leader.gaps, route)
    settle(world, state)
