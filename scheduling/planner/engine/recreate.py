"""Putting the pool back in: cheapest place first, in an order drawn anew each time."""

from __future__ import annotations

from scheduling.planner.engine.chances import below, draw
from scheduling.planner.engine.compiled import inlined
from scheduling.planner.engine.layout import (
    COST,
    JUST_TAKEN,
    LEFT_OUT,
    N_POOL,
    SERVICE,
    State,
    World,
)
from scheduling.planner.engine.places import best_place, best_touched, put_at

BLINK = 0.01  # how often a place is overlooked
# How often visits get a bonus, and of how many minutes at most: small or large. With a large one
# places are often overlooked, so that a day may be begun anew.
SMALL_OFTEN, SMALL_BONUS = 0.05, 60
LARGE_OFTEN, LARGE_BONUS, BLINK_WITH_LARGE = 0.005, 200, 0.25

# The orders, and how many of the tickets each one holds, summed up.
AT_RANDOM, LONGEST, FARTHEST, NEAREST, TIGHTEST, DEAREST, DEAREST_A_MINUTE = range(7)
ENDS_AT = (4, 6, 8, 9, 10, 14, 18)


@inlined
def rank(world: World, state: State, order: int, visit: int) -> int:
    """Return the visit's rank in this order; the lowest goes first."""
    if order == LONGEST:
        return -int(world.visits[visit, SERVICE])
    if order == FARTHEST:
        return -int(world.far[visit])
    if order == NEAREST:
        return int(world.far[visit])
    if order == TIGHTEST:
        return int(world.room[visit])
    if order == DEAREST:
        return -int(world.visits[visit, COST])
    if order == DEAREST_A_MINUTE:
        return -int(world.visits[visit, COST]) * 1024 // int(world.visits[visit, SERVICE])
    return below(state.chance, 1 << 30)


@inlined
def sort_pool(world: World, state: State) -> None:
    """Put the pool into an order drawn by lot."""
    ticket = below(state.chance, ENDS_AT[-1])
    order = 0
    while ENDS_AT[order] <= ticket:
        order += 1
    for end in range(state.counts[N_POOL]):
        visit = state.pool[end]
        mine = rank(world, state, order, visit)
        state.rank[visit] = mine
        at = end
        while at > 0 and state.rank[state.pool[at - 1]] > mine:
            state.pool[at] = state.pool[at - 1]
            at -= 1
        state.pool[at] = visit


@inlined
def recreate(world: World, state: State, blink: float, bonus: int) -> None:
    """
    Put each visit of the pool where it costs least, if that is less than it is worth.

    It is worth what leaving it out costs, and the bonus: without one, two visits that only
    together pay for the way would never be made, nor without blinking often a day of their own.
    """
    for index in range(state.counts[N_POOL]):
        visit = int(state.pool[index])
        worth = int(world.visits[visit, COST]) + bonus
        # One that was out before found no place then, so only what changed since can hold it.
        if state.where[visit] == JUST_TAKEN or bonus > 0:
            place = best_place(world, state, visit, worth, blink)
        else:
            place = best_touched(world, state, visit, worth, blink)
        if place[0] >= 0:
            put_at(world, state, place, visit)
        else:
            state.where[visit] = LEFT_OUT


@inlined
def draw_bonus(state: State) -> int:
    """Return a bonus, mostly none."""
    often = draw(state.chance)
    if often < SMALL_OFTEN:
        return below(state.chance, SMALL_BONUS)
    if often < SMALL_OFTEN + LARGE_OFTEN:
        return SMALL_BONUS + below(state.chance, LARGE_BONUS - SMALL_BONUS)
    return 0
