"""The days a chain remembers, and the plan made anew of the best of them."""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.planner.engine import layout as at
from scheduling.planner.engine.choice import bound, choose_as_is, forget_days, no_choice
from scheduling.planner.engine.days import LENGTH, N_DAYS, ROOM, no_days, note_days
from scheduling.planner.engine.dive import dive
from scheduling.planner.engine.layout import Ints, State, World
from scheduling.planner.engine.regroup import regroup

STEPS = 150  # to work out the bound
DIVES, DIVED_FOR = 2, 48  # choices made from nothing, where there are at most so many routes
MOST_KEPT = 20_000  # days, from one choice to the next
REACH = 60.0  # minutes above the bound


class Memory:
    """What one chain remembers."""

    def __init__(self, world: World, state: State) -> None:
        n_routes, most_stops = state.gaps.shape[0], state.gaps.shape[1]
        self.world, self.state = world, state
        self.days = no_days(n_routes, most_stops)
        self.choice = no_choice(world, ROOM + 1, n_routes)

    def make_room(self) -> None:
        """Forget days that no good plan would hold, before there is no room for more."""
        if self.days.counts[N_DAYS] > ROOM * 0.8:
            self._forget(self._bound())

    def choose(self, rounds: int) -> list[list[int]] | None:
        """
        Return the best combination found, each visit at most once; None if nothing is better.

        The plan must stand as it is the best.
        """
        world, state, days, choice = self.world, self.state, self.days, self.choice
        note_days(world, state, days)
        least = self._bound()
        if not choose_as_is(state, days, choice):
            return None
        now = float(state.counts[at.NOW])
        tries = [self._regrouped(rounds)]
        if len(choice.best) <= DIVED_FOR:
            for _ in range(DIVES):
                dive(world, state, days, choice, least, max(10.0, (now - least) / 2))
                tries.append(self._regrouped(rounds))
        above, best = min(tries, key=lambda one: one[0])
        orders = [days.visits[day, : days.facts[day, LENGTH]].tolist() for day in best]
        self._forget(least)
        return self._each_once(orders) if least + above < now - 0.5 else None

    def _regrouped(self, rounds: int) -> tuple[float, Ints]:
        above = regroup(self.world, self.state, self.days, self.choice, rounds, REACH)
        return above, self.choice.best.copy()

    def _bound(self) -> float:
        upper = float(self.state.counts[at.BEST])
        return bound(self.world, self.days, self.choice, STEPS, upper)

    def _forget(self, least: float) -> None:
        reach = max(REACH, float(self.state.counts[at.BEST]) - least)
        forget_days(self.days, self.choice, reach, MOST_KEPT)
        self.days.noted[:] = 0

    def _each_once(self, orders: Sequence[list[int]]) -> list[list[int]]:
        """Leave a visit that is on several days only where it saves least to leave it out."""
        routes: dict[int, list[int]] = {}
        for route, order in enumerate(orders):
            for visit in order:
                routes.setdefault(visit, []).append(route)
        for visit, mine in routes.items():
            if len(mine) > 1:
                stays = min(mine, key=lambda route: self._saved(orders[route], route, visit))
                for route in mine:
                    if route != stays:
                        orders[route].remove(visit)
        return list(orders)

    def _saved(self, order: Sequence[int], route: int, visit: int) -> int:
        n_centres = len(self.world.way_on) - len(self.world.visits)
        centre = int(self.state.routes[route, at.CENTRE])
        nodes = [centre, *(one + n_centres for one in order), centre]
        place, way = order.index(visit) + 1, self.world.way_on
        before, here, after = nodes[place - 1 : place + 2]
        saved = int(way[before, here]) + int(way[here, after]) - int(way[before, after])
        return saved + int(self.world.late[visit, route])
