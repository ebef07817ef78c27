"""One search: a plan, the best one so far, and the chance that drives it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from scheduling.planner.engine import layout as at
from scheduling.planner.engine.anneal import anneal, complete, fill
from scheduling.planner.engine.cooling import CYCLES, Cooling
from scheduling.planner.engine.layout import World
from scheduling.planner.engine.memory import Memory
from scheduling.planner.engine.orders import follow, return_to_best, set_order
from scheduling.planner.engine.tables import state_of, team_days
from scheduling.planner.plan import Plan
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import RouteDoesNotFit

VERSIONS_TO_SPARE = 1 << 30
ANY_BONUS = 1 << 27  # every visit goes in that fits
NOTED_BELOW = 40.0  # the temperature under which days are remembered
# With so few routes days are chosen anew several times, else once, and one in so many plans noted.
FEW_ROUTES, NOTE_FEW, NOTE_MANY = 48, 10, 50
ROUNDS_PER, MOST_ROUNDS = 1000, 12  # iterations for one round of choosing; rounds for a route


class Chain:
    """A search that can be run a stretch at a time; chains share a world and nothing else."""

    def __init__(self, problem: Problem, world: World, *, seed: int) -> None:
        self.problem, self.world = problem, world
        self.routes = team_days(problem)
        self.state = state_of(problem, seed=seed)
        self.memory = Memory(world, self.state)
        self.few = len(self.routes) <= FEW_ROUTES
        self.cooling, self.since = Cooling(CYCLES if self.few else 1), 0

    @property
    def best(self) -> int:
        """Return what the best plan so far costs."""
        return int(self.state.counts[at.BEST])

    @property
    def now(self) -> int:
        """Return what the plan it is at costs."""
        return int(self.state.counts[at.NOW])

    def begin(self, pinned: Sequence[Sequence[int]], start: Plan | None) -> None:
        """
        Make the first plan: the best of a few quick ones, and of the one to start from.

        :raises RouteDoesNotFit: the confirmed visits of one team and day contradict each other
        """
        visits = self.problem.visits
        orders = (
            lambda v: -visits[v].unserved_cost / visits[v].service,
            lambda v: -visits[v].unserved_cost,
            lambda v: (max(visits[v].due, -1), -visits[v].priority),
        )
        free = [index for index, visit in enumerate(visits) if visit.pin is None]
        for order, bonus in product(orders, (0, ANY_BONUS)):
            self._set_all(pinned)
            self._fill(sorted(free, key=order), bonus)
        if start is not None:
            self._set_all(pinned)
            self._set_start(start, pinned)
            self._fill([v for v in free if self.state.where[v] < 0])
        return_to_best(self.world, self.state)

    def run(self, iterations: int, share: float, end_share: float) -> None:
        """Search for so many iterations, from one share of the whole to the other."""
        if self.state.counts[at.LAST_VERSION] > VERSIONS_TO_SPARE:
            self._forget()
        if self.cooling.turns(share):
            self._recombine()
            self.cooling.begin_next(share)
        hot, cold = self.cooling.at(share), self.cooling.at(end_share)
        every = (NOTE_FEW if self.few else NOTE_MANY) if hot < NOTED_BELOW else 0
        anneal(self.world, self.state, self.memory.days, iterations, hot, cold, every)
        self.memory.make_room()
        self.since += iterations

    def _recombine(self) -> None:
        """Go on from the best plan that the remembered days make."""
        return_to_best(self.world, self.state)
        rounds = min(MOST_ROUNDS * len(self.routes), self.since // ROUNDS_PER)
        orders = self.memory.choose(rounds)
        self.since = 0
        if orders is None:
            return
        for route in range(len(self.routes)):
            self._set(route, ())
        if all(self._set(route, order) for route, order in enumerate(orders)):
            visits = self.problem.visits
            free = [visit for visit in range(len(visits)) if self.state.where[visit] < 0]
            free.sort(key=lambda v: -visits[v].unserved_cost / visits[v].service)
            self._fill(free)
        else:
            return_to_best(self.world, self.state)

    def follow(self, leader: Chain) -> None:
        """Go on from where another chain is."""
        follow(self.world, self.state, leader.state)

    def finish(self) -> list[tuple[int, int, list[int]]]:
        """Return the best plan as (team, day, places in `visits`), nothing left that would pay."""
        return_to_best(self.world, self.state)
        complete(self.world, self.state)
        stops, gaps = self.state.routes[:, at.STOPS], self.state.gaps
        n_centres = len(self.problem.centres)
        return [
            (team, day, [int(node) - n_centres for node in gaps[route, : stops[route], at.AFTER]])
            for route, (team, day) in enumerate(self.routes)
            if stops[route]
        ]

    def _set_all(self, orders: Sequence[Sequence[int]]) -> None:
        for route, order in enumerate(orders):
            if not self._set(route, order):
                team, day = self.routes[route]
                raise RouteDoesNotFit(self.problem.teams[team].id, day)

    def _set_start(self, start: Plan, pinned: Sequence[Sequence[int]]) -> None:
        """Set the routes of a plan that still fit; the visits of the others are free again."""
        index, team_index = self.problem.visit_index, self.problem.team_index
        places = {team_day: route for route, team_day in enumerate(self.routes)}
        capacity = self.state.gaps.shape[1] - 2
        for old in start.routes:
            route = places.get((team_index.get(old.team, -1), old.day))
            if route is None:
                continue
            order = [
                index[visit]
                for visit in old.visits
                if visit in index
                and self.world.late[index[visit], route] < at.NEVER
                and self.state.where[index[visit]] in (at.LEFT_OUT, route)
            ]
            keeps_pins = set(pinned[route]) <= set(order)
            if len(order) > capacity or not keeps_pins or not self._set(route, order):
                self._set(route, pinned[route])

    def _set(self, route: int, order: Sequence[int]) -> bool:
        return set_order(self.world, self.state, route, np.array(order, dtype=np.int64))

    def _fill(self, order: Sequence[int], bonus: int = 0) -> None:
        state = self.state
        state.pool[: len(order)] = order
        state.where[np.array(order, dtype=np.int64)] = at.JUST_TAKEN
        state.counts[at.N_POOL] = len(order)
        fill(self.world, state, bonus)

    def _forget(self) -> None:
        """Number the versions from 1 again, before they no longer fit their column."""
        self.state.memo[:] = 0
        self.state.counts[at.LAST_VERSION] = len(self.routes)
        self.state.routes[:, at.VERSION] = range(1, len(self.routes) + 1)
        self.state.best_routes[:, at.VERSION] = 0
        self.memory.days.noted[:] = 0
