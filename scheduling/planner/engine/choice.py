"""
Which remembered days to choose, one for each route: how good a choice can be at all.

Each visit has a price (a multiplier); a choice then costs at least the cheapest day of each route,
less what its visits are worth, and all the prices. Prices that make this bound high are found by
subgradient steps (Held and Karp 1971), as for set covering in Caprara, Fischetti and Toth (1999).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.days import (
    LENGTH,
    N_DAYS,
    PRICE,
    ROUTE,
    Days,
    copy_day,
    note_anew,
)
from scheduling.planner.engine.layout import COST, STOPS, Ints, State, World

Reals = NDArray[np.float64]

PATIENCE, SHRINK = 15, 0.6  # steps without a better bound, then the steps get shorter


class Choice(NamedTuple):
    """A choice of days in the making, and scratch space."""

    best: Ints  # [route]: the day chosen
    trial: Ints  # [route]: a day tried, or -1
    first: Ints  # [route]: its first place in `order`, and one place more
    order: Ints  # [place]: days by route, those above the bound least first
    above: Reals  # [day]: how much the bound rises if it is chosen
    least: Reals  # [route]: what its cheapest day costs less what its visits are worth
    worth: Reals  # [visit]: its price
    tried: Reals  # [visit]: the price of this step
    cover: Ints  # [visit]: on how many of the chosen days it is
    last: Ints  # [visit]: a route or a depth
    often: Ints  # [day]: how often it was the cheapest
    turn: Ints  # [depth]: the route that is decided there
    at: Ints  # [depth]: the place it has come to in `order`
    ends: Ints  # [depth]: the first of the visits in `ending` that nothing later can cover
    ending: Ints  # [place]
    rest: Reals  # [depth]: how far above the bound it is so far


def no_choice(world: World, n_days: int, n_routes: int) -> Choice:
    """Return room for choosing, with half of its cost as each visit's price."""
    n_visits = len(world.visits)

    def ints(size: int) -> Ints:
        return np.zeros(size, dtype=np.int32)

    return Choice(
        best=ints(n_routes),
        trial=ints(n_routes),
        first=ints(n_routes + 1),
        order=ints(n_days),
        above=np.zeros(n_days),
        least=np.zeros(n_routes),
        worth=(world.visits[:, COST] / 2).astype(np.float64),
        tried=np.zeros(n_visits),
        cover=ints(n_visits),
        last=ints(n_visits),
        often=ints(n_days),
        turn=ints(n_routes),
        at=ints(n_routes + 1),
        ends=ints(n_routes + 1),
        ending=ints(n_visits),
        rest=np.zeros(n_routes + 1),
    )


@inlined
def cover_by(days: Days, choice: Choice, day: int, by: int) -> None:
    """Count the visits of the day as covered once more, or once less."""
    for place in range(days.facts[day, LENGTH]):
        choice.cover[days.visits[day, place]] += by


@inlined
def price_of(days: Days, prices: Reals, day: int) -> float:
    """Return what the day costs less what its visits are worth."""
    price = float(days.facts[day, PRICE])
    for place in range(days.facts[day, LENGTH]):
        price -= prices[days.visits[day, place]]
    return price


@inlined
def step(world: World, choice: Choice, wanted: float, share: float) -> bool:
    """Change the prices towards each visit being covered once; say whether there is a way to."""
    square = 0.0
    for visit in range(choice.cover.shape[0]):
        slope, price = 1 - choice.cover[visit], choice.tried[visit]
        if (slope > 0 and price < world.visits[visit, COST]) or (slope < 0 and price > 0):
            square += slope * slope
    if square == 0:
        return False
    for visit in range(choice.cover.shape[0]):
        price = choice.tried[visit] + share * wanted / square * (1 - choice.cover[visit])
        choice.tried[visit] = min(max(price, 0.0), float(world.visits[visit, COST]))
    return True


@inlined
def cheapest(days: Days, choice: Choice, route: int) -> int:
    """Return the route's cheapest listed day at the prices of this step."""
    least, which = 1e18, -1
    for place in range(choice.first[route], choice.first[route + 1]):
        price = price_of(days, choice.tried, choice.order[place])
        if price < least:
            least, which = price, choice.order[place]
    return which


@inlined
def bound_now(days: Days, choice: Choice) -> float:
    """
    Return the bound at the prices of this step, the visits of the cheapest days covered.

    A day fixed by `trial` is the only one of its route.
    """
    total = 0.0
    for visit in range(choice.cover.shape[0]):
        choice.cover[visit] = 0
        total += choice.tried[visit]
    for route in range(choice.best.shape[0]):
        day = choice.trial[route]
        if day < 0:
            day = cheapest(days, choice, route)
            choice.often[day] += 1
        total += price_of(days, choice.tried, day)
        cover_by(days, choice, day, 1)
    return total


@compiled
def bound(world: World, days: Days, choice: Choice, steps: int, upper: float) -> float:
    """Return what any choice costs at least; `worth` keeps the prices that show it."""
    list_days(days, choice, 1e18)
    total, least, share, stale = 0.0, -1e18, 1.0, 0
    for route in range(choice.trial.shape[0]):
        choice.trial[route] = -1
    for visit in range(choice.worth.shape[0]):
        choice.tried[visit] = choice.worth[visit]
    for _ in range(steps):
        total = bound_now(days, choice)
        stale += 1
        if total > least:
            least, stale = total, 0
            for visit in range(choice.worth.shape[0]):
                choice.worth[visit] = choice.tried[visit]
        elif stale > PATIENCE:
            share, stale = share * SHRINK, 0
            for visit in range(choice.worth.shape[0]):
                choice.tried[visit] = choice.worth[visit]
            continue
        if upper - total < 1 or not step(world, choice, upper - total, share):
            break
    weigh_days(days, choice)
    return least


@inlined
def weigh_days(days: Days, choice: Choice) -> None:
    """Work out how far each day lies above the bound."""
    for route in range(choice.least.shape[0]):
        choice.least[route] = 1e18
    for day in range(days.counts[N_DAYS]):
        choice.above[day] = price_of(days, choice.worth, day)
        route = days.facts[day, ROUTE]
        choice.least[route] = min(choice.least[route], choice.above[day])
    for day in range(days.counts[N_DAYS]):
        choice.above[day] -= choice.least[days.facts[day, ROUTE]]


@inlined
def list_days(days: Days, choice: Choice, reach: float) -> None:
    """List the days of each route that lie within reach of the bound."""
    n_routes = choice.best.shape[0]
    for route in range(n_routes + 1):
        choice.first[route] = 0
    for day in range(days.counts[N_DAYS]):
        choice.first[days.facts[day, ROUTE] + 1] += choice.above[day] <= reach
    for route in range(n_routes):
        choice.first[route + 1] += choice.first[route]
        choice.at[route] = choice.first[route]
    for day in range(days.counts[N_DAYS]):
        route = days.facts[day, ROUTE]
        if choice.above[day] <= reach:
            choice.order[choice.at[route]] = day
            choice.at[route] += 1


@compiled
def forget_days(days: Days, choice: Choice, reach: float, most: int) -> None:
    """Forget the days farthest above the bound, so that at most so many stay."""
    near = days.counts[N_DAYS]
    while near > most:
        reach *= 0.8
        near = 0
        for day in range(days.counts[N_DAYS]):
            near += choice.above[day] <= reach
    kept = 0
    for day in range(days.counts[N_DAYS]):
        if choice.above[day] <= reach:
            copy_day(days, kept, day)
            choice.above[kept] = choice.above[day]
            kept += 1
    days.counts[N_DAYS] = kept
    note_anew(days)


@compiled
def choose_as_is(state: State, days: Days, choice: Choice) -> bool:
    """Choose the days of the plan as it is, and say whether all are remembered."""
    for route in range(choice.best.shape[0]):
        choice.best[route] = -1
    left = choice.best.shape[0]
    for day in range(days.counts[N_DAYS]):
        route = days.facts[day, ROUTE]
        same = choice.best[route] < 0 and days.facts[day, LENGTH] == state.routes[route, STOPS]
        for place in range(days.facts[day, LENGTH]):
            same = same and state.where[days.visits[day, place]] == route
        if same:
            choice.best[route] = day
            left -= 1
    return bool(left == 0)
