"""Days of teams that a search has seen, remembered so that they can be combined anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.layout import (
    AFTER,
    DRIVEN,
    STOPS,
    VERSION,
    Counts,
    Ints,
    State,
    World,
)

ROOM = 60_000  # days

# Days.facts: the route, how many visits it makes, and what it costs: driving and lateness
ROUTE, LENGTH, PRICE = range(3)
FACT_COLUMNS = 3
# Days.counts
N_DAYS = 0

SPREAD, FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


class Days(NamedTuple):
    """Each is one route with one set of visits, in the cheapest order seen; one row is spare."""

    facts: Ints  # [day, column]
    visits: Ints  # [day, place]
    table: Ints  # [slot]: a day and one, by the hash of its route and visits; 0 where free
    noted: Ints  # [route]: its version when it was last remembered
    counts: Counts


def no_days(n_routes: int, most_stops: int) -> Days:
    """Return an empty memory."""
    return Days(
        facts=np.zeros((ROOM + 1, FACT_COLUMNS), dtype=np.int32),
        visits=np.zeros((ROOM + 1, most_stops), dtype=np.int32),
        table=np.zeros(2 * ROOM + 1, dtype=np.int32),
        noted=np.zeros(n_routes, dtype=np.int32),
        counts=np.zeros(1, dtype=np.int64),
    )


@inlined
def slot_of(days: Days, day: int) -> int:
    """Return where in the table to begin looking; the order of the visits does not matter."""
    mark = np.uint64(days.facts[day, ROUTE] + 1) * SPREAD
    for place in range(days.facts[day, LENGTH]):
        one = np.uint64(days.visits[day, place] + 1) * SPREAD
        one ^= one >> FOLD
        mark += one * one * SPREAD
    mark ^= mark >> FOLD
    return int(np.int64(mark % np.uint64(days.table.shape[0])))


@inlined
def alike(days: Days, one: int, other: int) -> bool:
    """Say whether two days are of the same route with the same visits in whatever order."""
    length = days.facts[one, LENGTH]
    if days.facts[one, ROUTE] != days.facts[other, ROUTE] or length != days.facts[other, LENGTH]:
        return False
    for place in range(length):
        found = False
        for there in range(length):
            found = found or days.visits[one, place] == days.visits[other, there]
        if not found:
            return False
    return True


@inlined
def note_day(world: World, state: State, days: Days, route: int) -> None:
    """Remember the route as it is, unless there is no room for it."""
    n_centres = world.way_to.shape[0] - world.visits.shape[0]
    fresh, length = int(days.counts[N_DAYS]), state.routes[route, STOPS]
    price = int(state.routes[route, DRIVEN])
    for place in range(length):
        visit = state.gaps[route, place, AFTER] - n_centres
        days.visits[fresh, place] = visit
        price += int(world.late[visit, route])
    days.facts[fresh, ROUTE], days.facts[fresh, LENGTH] = route, length
    days.facts[fresh, PRICE] = price
    days.noted[route] = state.routes[route, VERSION]
    slot = slot_of(days, fresh)
    while days.table[slot] > 0:
        known = days.table[slot] - 1
        if alike(days, known, fresh):
            if price < days.facts[known, PRICE]:
                copy_day(days, known, fresh)
            return
        slot = slot + 1 if slot + 1 < days.table.shape[0] else 0
    if fresh + 1 < days.facts.shape[0]:
        days.table[slot] = fresh + 1
        days.counts[N_DAYS] += 1


@inlined
def copy_day(days: Days, to: int, day: int) -> None:
    """Write a day over another."""
    for column in range(FACT_COLUMNS):
        days.facts[to, column] = days.facts[day, column]
    for place in range(days.facts[day, LENGTH]):
        days.visits[to, place] = days.visits[day, place]


@compiled
def note_days(world: World, state: State, days: Days) -> None:
    """Remember all routes that changed since the last time."""
    for route in range(state.routes.shape[0]):
        if days.noted[route] != state.routes[route, VERSION]:
            note_day(world, state, days, route)


@inlined
def note_anew(days: Days) -> None:
    """Make the table agree with days that were moved."""
    for slot in range(days.table.shape[0]):
        days.table[slot] = 0
    for day in range(days.counts[N_DAYS]):
        slot = slot_of(days, day)
        while days.table[slot] > 0:
            slot = slot + 1 if slot + 1 < days.table.shape[0] else 0
        days.table[slot] = day + 1
