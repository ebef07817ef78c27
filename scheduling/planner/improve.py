"""The best plan that can be found in the time given; there is always one, and it gets better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduling.planner.board import Board
from scheduling.planner.effort import Effort
from scheduling.planner.engine.tables import team_days, world_of
from scheduling.planner.plan import Plan, Result
from scheduling.planner.problem import Problem
from scheduling.planner.reasons import why_left_out
from scheduling.planner.search import Stop, first_plan, never
from scheduling.planner.travel import travel_minutes

if TYPE_CHECKING:
    from scheduling.planner.engine.chain import Chain

ROUNDS = 200  # how often progress is told and the stop asked
FIRST_ROUND, LONGEST_ROUND = 200, 8192  # iterations
MEETINGS = 20  # how often chains compare their plans


@dataclass(frozen=True)
class Progress:
    """How far the search is; the first one, at 0 iterations, says that there is a plan."""

    share: float
    iterations: int
    objective: int


def unheard(progress: Progress) -> None:
    """Let nobody know."""


def best_plan(
    problem: Problem,
    *,
    effort: Effort,
    seed: int = 0,
    threads: int = 1,
    start: Plan | None = None,
    progress: Callable[[Progress], None] = unheard,
    stop: Stop = never,
) -> Result:
    """
    Return the cheapest plan found; confirmed visits stay to the minute.

    1. Quick plans first, by cheapest insertion in several orders; `start` is one of them if given.
    2. Slack induction by string removals under simulated annealing until the effort is spent or
       `stop` says so; each thread searches on its own and now and then goes on from the best.
    3. Whatever still pays is put in, then each visit left out gets its reason and the
       cheapest change that would take it in.

    The same seed, threads and number of iterations make the same plan.

    :raises RouteDoesNotFit: the confirmed visits of one team and day contradict each other
    """
    if not team_days(problem) or not problem.visits:
        return first_plan(problem)
    minutes = travel_minutes(problem)
    chains = _chains(problem, minutes, seed=seed, threads=threads, start=start)
    _search(chains, effort, progress, stop)
    return _result(problem, minutes, min(chains, key=lambda chain: chain.best))


def _chains(
    problem: Problem, minutes: NDArray[np.int64], *, seed: int, threads: int, start: Plan | None
) -> list[Chain]:
    # Here, so that a web process that never searches does not load the compiler.
    from scheduling.planner.engine.chain import Chain

    world = world_of(problem, minutes)
    chains = [
        Chain(problem, world, seed=seed * 1_000_003 + number) for number in range(max(1, threads))
    ]
    chains[0].begin(_pinned(problem), start)
    for chain in chains[1:]:
        chain.follow(chains[0])
    return chains


def _pinned(problem: Problem) -> list[list[int]]:
    """Return the confirmed visits of each team-day in the order of their times."""
    routes = {team_day: route for route, team_day in enumerate(team_days(problem))}
    pins = sorted(
        (visit.pin.start, index, visit.pin)
        for index, visit in enumerate(problem.visits)
        if visit.pin is not None
    )
    orders: list[list[int]] = [[] for _ in routes]
    for _, index, pin in pins:
        orders[routes[problem.team_index[pin.team], pin.day]].append(index)
    return orders


def _search(
    chains: Sequence[Chain], effort: Effort, progress: Callable[[Progress], None], stop: Stop
) -> None:
    """Run the chains side by side, a round at a time."""
    done, wanted, step, met = 0, FIRST_ROUND, 1 / ROUNDS, 0
    with ThreadPoolExecutor(len(chains)) as pool:
        while True:
            share = effort.share(done)
            best = min(chain.best for chain in chains)
            progress(Progress(min(1.0, share), done * len(chains), best))
            if share >= 1 or stop():
                return
            if int(share * MEETINGS) > met:
                met = int(share * MEETINGS)
                _meet(chains)
            count = effort.next_round(done, wanted)
            runs = [pool.submit(chain.run, count, share, share + step) for chain in chains]
            for run in runs:
                run.result()
            done += count
            step = max(effort.share(done) - share, 1e-9)
            # Rounds of equal shares: by iterations that is the same on any machine.
            ratio = min(4.0, max(0.25, 1 / ROUNDS / step))
            wanted = max(1, min(LONGEST_ROUND, int(count * ratio)))


def _meet(chains: Sequence[Chain]) -> None:
    """Let the others go on from where the best one is."""
    leader = min(chains, key=lambda chain: chain.now)
    for chain in chains:
        if chain is not leader:
            chain.follow(leader)


def _result(problem: Problem, minutes: NDArray[np.int64], chain: Chain) -> Result:
    board = Board(problem, minutes=minutes.tolist())
    for team, day, stops in chain.finish():
        board.put(team, day, stops)
    plan = board.plan()
    served = {visit for route in plan.routes for visit in route.visits}
    # Here for the same reason as in `_chains`.
    from scheduling.planner.engine.easiest import easiest_change

    unplanned = tuple(
        replace(why_left_out(board, stop), change=easiest_change(chain, stop))
        for stop, visit in enumerate(problem.visits)
        if visit.id not in served
    )
    return Result(plan, unplanned, board.objective())
