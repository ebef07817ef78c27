"""
Making a choice of remembered days better: a few routes are freed and searched through at a time.

A day that lies above the bound adds that much; a visit covered twice adds its price, one that
nothing can cover any more the rest of what leaving it out costs. The search goes depth first and
turns back where the sum is no less than that of the best choice.
"""

from __future__ import annotations

from scheduling.planner.engine.chances import below, draw
from scheduling.planner.engine.choice import Choice, cover_by, list_days
from scheduling.planner.engine.compiled import compiled, inlined
from scheduling.planner.engine.days import LENGTH, Days
from scheduling.planner.engine.layout import COST, State, World

FREED, OFTEN = 6, 0.7  # routes at a time, and how often one that passes nearby is taken
LOOKS = 3000  # days tried at most before other routes are freed
AT_LEAST = 0.5  # costs are whole minutes


@inlined
def regret(world: World, choice: Choice, visit: int) -> float:
    """Return what leaving the visit out adds to the bound."""
    return float(world.visits[visit, COST] - choice.worth[visit])


@inlined
def clash(days: Days, choice: Choice, day: int) -> float:
    """Return what covering visits again adds."""
    added = 0.0
    for place in range(days.facts[day, LENGTH]):
        visit = days.visits[day, place]
        if choice.cover[visit] > 0:
            added += choice.worth[visit]
    return added


@inlined
def sort_days(choice: Choice) -> None:
    """Put each route's listed days in order, those least above the bound first."""
    for route in range(choice.best.shape[0]):
        for end in range(choice.first[route], choice.first[route + 1]):
            day, at = choice.order[end], end
            while at > choice.first[route] and (
                choice.above[choice.order[at - 1]] > choice.above[day]
            ):
                choice.order[at] = choice.order[at - 1]
                at -= 1
            choice.order[at] = day


@inlined
def total_above(world: World, days: Days, choice: Choice) -> float:
    """Return how far the choice lies above the bound; note the cover, and a route for each."""
    total = 0.0
    for visit in range(choice.cover.shape[0]):
        choice.cover[visit] = 0
        choice.last[visit] = -1
    for route in range(choice.best.shape[0]):
        day = choice.best[route]
        total += choice.above[day] + clash(days, choice, day)
        cover_by(days, choice, day, 1)
        for place in range(days.facts[day, LENGTH]):
            choice.last[days.visits[day, place]] = route
    for visit in range(choice.cover.shape[0]):
        if choice.cover[visit] == 0:
            total += regret(world, choice, visit)
    return total


@inlined
def free_routes(world: World, state: State, choice: Choice, most: int) -> int:
    """Draw routes that pass near a visit drawn by lot into `turn`; return how many."""
    centre = below(state.chance, choice.cover.shape[0])
    n_free, rank = 0, -1
    while n_free < most and rank < world.near.shape[1]:
        visit = centre if rank < 0 else int(world.near[centre, rank])
        rank += 1
        route = choice.last[visit]
        new = route >= 0 and draw(state.chance) < OFTEN
        for index in range(n_free):
            new = new and choice.turn[index] != route
        if new:
            choice.turn[n_free] = route
            n_free += 1
    return n_free


@inlined
def set_last(days: Days, choice: Choice, n_free: int, reach: float) -> None:
    """Note for each visit the last depth at which a day within reach covers it, or -1."""
    for visit in range(choice.cover.shape[0]):
        choice.last[visit] = -1
    for depth in range(n_free):
        route = choice.turn[depth]
        for place in range(choice.first[route], choice.first[route + 1]):
            day = choice.order[place]
            if choice.above[day] > reach:
                break
            for stop in range(days.facts[day, LENGTH]):
                choice.last[days.visits[day, stop]] = depth


@inlined
def set_ends(world: World, choice: Choice, n_free: int) -> float:
    """List by depth the visits nothing covers later; return what those never covered add."""
    for depth in range(n_free):
        choice.ends[depth + 1] = 0
    added = 0.0
    choice.ends[0] = 0
    for visit in range(choice.cover.shape[0]):
        if choice.cover[visit] == 0:
            if choice.last[visit] < 0:
                added += regret(world, choice, visit)
            else:
                choice.ends[choice.last[visit] + 1] += 1
    for depth in range(n_free):
        choice.ends[depth + 1] += choice.ends[depth]
        choice.at[depth] = choice.ends[depth]
    for visit in range(choice.cover.shape[0]):
        if choice.cover[visit] == 0 and choice.last[visit] >= 0:
            choice.ending[choice.at[choice.last[visit]]] = visit
            choice.at[choice.last[visit]] += 1
    return added


@inlined
def is_done(choice: Choice, depth: int, n_free: int, most: float) -> bool:
    """Say whether nothing is left to try at this depth."""
    if depth == n_free:
        return True
    route, place = choice.turn[depth], choice.at[depth]
    if place >= choice.first[route + 1]:
        return True
    return bool(choice.rest[depth] + choice.above[choice.order[place]] > most)


@inlined
def add_day(world: World, days: Days, choice: Choice, depth: int, day: int, most: float) -> bool:
    """Cover the day's visits unless that adds more than `most`; say whether it was done."""
    rest = choice.rest[depth] + choice.above[day] + clash(days, choice, day)
    if rest > most:
        return False
    cover_by(days, choice, day, 1)
    for index in range(choice.ends[depth], choice.ends[depth + 1]):
        if choice.cover[choice.ending[index]] == 0:
            rest += regret(world, choice, choice.ending[index])
    choice.rest[depth + 1] = rest
    if rest > most:
        cover_by(days, choice, day, -1)
    return bool(rest <= most)


@inlined
def look_through(
    world: World, days: Days, choice: Choice, n_free: int, added: float, most: float
) -> None:
    """Search the freed routes through, and choose the days that add less than `most`."""
    choice.rest[0], choice.at[0] = added, choice.first[choice.turn[0]]
    depth, looks = 0, 0
    while depth >= 0 and looks < LOOKS:
        if depth == n_free:
            most = choice.rest[depth] - AT_LEAST
            for index in range(n_free):
                choice.best[choice.turn[index]] = choice.trial[choice.turn[index]]
        if is_done(choice, depth, n_free, most):
            depth -= 1
            if depth >= 0:
                cover_by(days, choice, choice.trial[choice.turn[depth]], -1)
            continue
        route, day = choice.turn[depth], choice.order[choice.at[depth]]
        choice.at[depth] += 1
        looks += 1
        if add_day(world, days, choice, depth, day, most):
            choice.trial[route] = day
            depth += 1
            if depth < n_free:
                choice.at[depth] = choice.first[choice.turn[depth]]


@compiled
def regroup(
    world: World, state: State, days: Days, choice: Choice, rounds: int, reach: float
) -> float:
    """Make the choice better; return how far above the bound it is then."""
    list_days(days, choice, reach)
    sort_days(choice)
    total = total_above(world, days, choice)
    for _ in range(rounds):
        n_free = free_routes(world, state, choice, FREED)
        if n_free == 0:
            continue
        added = total
        for visit in range(choice.cover.shape[0]):
            if choice.cover[visit] == 0:
                added -= regret(world, choice, visit)
        for index in range(n_free):
            day = choice.best[choice.turn[index]]
            cover_by(days, choice, day, -1)
            added -= choice.above[day] + clash(days, choice, day)
        set_last(days, choice, n_free, min(reach, total - added))
        added += set_ends(world, choice, n_free)
        look_through(world, days, choice, n_free, added, total - AT_LEAST)
        total = total_above(world, days, choice)
    return total
