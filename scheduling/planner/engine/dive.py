"""Choosing days from nothing: those that the steps choose most often are fixed, a few at a time."""

from __future__ import annotations

from scheduling.planner.engine.chances import draw
from scheduling.planner.engine.choice import Choice, bound_now, list_days, step
from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.days import Days
from scheduling.planner.engine.layout import State, World

STEPS, FIXED_AT_ONCE = 30, 0.05
MORE = 20.0  # minutes above the bound that are hoped for


@inlined
def most_often(choice: Choice, route: int) -> int:
    """Return the day of the route that was the cheapest most often."""
    most, which = -1, -1
    for place in range(choice.first[route], choice.first[route + 1]):
        if choice.often[choice.order[place]] > most:
            which = choice.order[place]
            most = choice.often[which]
    return which


@inlined
def fix_one(state: State, choice: Choice) -> None:
    """Fix the day chosen most often, by lot among equals."""
    most, fixed = -1.0, -1
    for route in range(choice.best.shape[0]):
        if choice.trial[route] < 0:
            score = choice.often[choice.best[route]] + draw(state.chance)
            if score > most:
                most, fixed = score, route
    choice.trial[fixed] = choice.best[fixed]


@compiled
def dive(
    world: World, state: State, days: Days, choice: Choice, least: float, reach: float
) -> None:
    """Choose a day for each route among those within reach of the bound, which is `least`."""
    list_days(days, choice, reach)
    left = choice.best.shape[0]
    for route in range(left):
        choice.trial[route] = -1
    for visit in range(choice.worth.shape[0]):
        choice.tried[visit] = choice.worth[visit]
    while left > 0:
        for place in range(choice.first[choice.best.shape[0]]):
            choice.often[choice.order[place]] = 0
        for _ in range(STEPS):
            total = bound_now(days, choice)
            step(world, choice, max(5.0, least + MORE - total), 1.0)
        for route in range(choice.best.shape[0]):
            if choice.trial[route] < 0:
                choice.best[route] = most_often(choice, route)
        for _ in range(max(1, int(left * FIXED_AT_ONCE))):
            fix_one(state, choice)
            left -= 1
    for route in range(choice.best.shape[0]):
        choice.best[route] = choice.trial[route]
