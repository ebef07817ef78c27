"""The search itself: slack induction by string removals under simulated annealing."""

from __future__ import annotations

import math

from scheduling.planner.engine.chances import draw
from scheduling.planner.engine.changes import copy_route, keep, take_back
from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.days import Days, note_days
from scheduling.planner.engine.layout import (
    BEST,
    COST,
    DONE,
    N_EMPTY,
    NOW,
    STOPS,
    VERSION,
    State,
    World,
)
from scheduling.planner.engine.orders import tally
from scheduling.planner.engine.places import best_of_all, put_at
from scheduling.planner.engine.recreate import (
    BLINK,
    BLINK_WITH_LARGE,
    SMALL_BONUS,
    draw_bonus,
    recreate,
    sort_pool,
)
from scheduling.planner.engine.ruin import ruin


@inlined
def remember(state: State) -> None:
    """Keep this plan as the best one so far."""
    state.counts[BEST] = state.counts[NOW]
    for route in range(state.routes.shape[0]):
        if state.best_routes[route, VERSION] != state.routes[route, VERSION]:
            copy_route(state.best_routes, state.best_gaps, state.routes, state.gaps, route)


@inlined
def survey(state: State) -> float:
    """Note which routes are empty, and return how many stops the others have on average."""
    stops, used = 0, 0
    state.counts[N_EMPTY] = 0
    for route in range(state.routes.shape[0]):
        stops += state.routes[route, STOPS]
        if state.routes[route, STOPS] > 0:
            used += 1
        else:
            state.empty[state.counts[N_EMPTY]] = route
            state.counts[N_EMPTY] += 1
    return stops / max(1, used)


@compiled
def anneal(
    world: World, state: State, days: Days, iterations: int, hot: float, cold: float, every: int
) -> None:
    """
    Change the plan so many times, from one temperature down to the other.

    One in `every` plans has its days remembered, none if that is 0.
    """
    average = survey(state)
    temperature, cooling = hot, (cold / hot) ** (1.0 / max(1, iterations))
    for iteration in range(iterations):
        before = state.counts[NOW]
        ruin(world, state, average)
        sort_pool(world, state)
        bonus = draw_bonus(state)
        recreate(world, state, BLINK if bonus < SMALL_BONUS else BLINK_WITH_LARGE, bonus)
        if state.counts[NOW] < before - temperature * math.log(1.0 - draw(state.chance)):
            keep(state)
            if state.counts[NOW] < state.counts[BEST]:
                remember(state)
        else:
            take_back(world, state)
            state.counts[NOW] = before
        temperature *= cooling
        if every > 0 and iteration % every == 0:
            note_days(world, state, days)
    state.counts[DONE] += iterations


@compiled
def fill(world: World, state: State, bonus: int) -> None:
    """Put the pool in as it is ordered, cheapest place each; remember the plan if it is best."""
    tally(world, state)
    survey(state)
    recreate(world, state, 0.0, bonus)
    keep(state)
    if state.counts[NOW] < state.counts[BEST]:
        remember(state)


@compiled
def complete(world: World, state: State) -> None:
    """Put in whatever visit still costs less done than left out, wherever that is."""
    before = state.counts[NOW] + 1
    while state.counts[NOW] < before:
        before = state.counts[NOW]
        for visit in range(world.visits.shape[0]):
            if state.where[visit] >= 0:
                continue
            worth = int(world.visits[visit, COST])
            place = best_of_all(world, state, visit, worth, 0.0)
            if place[0] >= 0:
                put_at(world, state, place, visit)
                keep(state)
