"""Make a plan of any library one that can be done, by one rule that is the same for all."""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.planner.board import Board
from scheduling.planner.plan import Plan, Route
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import Timeline
from scheduling.planner.search import cheapest_place

Routes = Sequence[tuple[int, int, Sequence[int]]]  # team's place, day, visits' places


def repaired(problem: Problem, routes: Routes) -> tuple[Plan, int]:
    """
    Return a plan that can be done, and how many of the library's visits had no place in it.

    1. Confirmed visits stand. Around them each day keeps the library's order; where that cannot be
       done, the visit goes with which the day can be done, or the cheapest one, until it can.
    2. Whatever is out then, dearest first, goes where it costs least, if that pays.
    """
    board = Board.with_pins(problem)
    seen: set[int] = set()
    dropped = 0
    for team, day, order in routes:
        days = _Day(problem, board, team, day) if (team, day) in board.timelines else None
        wanted = [stop for stop in order if days and days.allows(stop) and stop not in seen]
        dropped += len(order) - len(wanted)
        if days is not None:
            line = days.keeping(wanted)
            dropped += len(set(wanted) - set(line.stops))
            board.timelines[team, day] = line
            seen |= set(line.stops)
    _fill(problem, board)
    return board.plan(), dropped


class _Day:
    """One team's day with its confirmed visits."""

    def __init__(self, problem: Problem, board: Board, team: int, day: int) -> None:
        self.problem, self.board, self.team, self.day = problem, board, team, day
        self.pinned = list(board.timelines[team, day].stops)

    def allows(self, stop: int) -> bool:
        """Say whether team and day suit the visit."""
        visit = self.problem.visits[stop]
        if visit.pin is not None:
            return stop in self.pinned
        return self.day in visit.days and visit.skills <= self.problem.teams[self.team].skills

    def keeping(self, order: list[int]) -> Timeline:
        """Return the day in this order, with the confirmed visits and as many others as can be."""
        line = self.line(order)
        if line.feasible and set(self.pinned) <= set(order):
            return line
        free = [stop for stop in order if stop not in self.pinned]
        line = self.with_pins(free)
        while not line.feasible:
            less = [self.with_pins([s for s in free if s != stop]) for stop in free]
            costs = [self.problem.visits[stop].unserved_cost for stop in free]
            gone = min(range(len(free)), key=lambda i: (not less[i].feasible, costs[i]))
            line = less[gone]
            free = free[:gone] + free[gone + 1 :]
        return line

    def with_pins(self, free: list[int]) -> Timeline:
        """Put the confirmed visits, in the order of their times, where the way grows least."""
        order, least = list(free), 0
        for pin in self.pinned:
            places = range(least, len(order) + 1)
            tries = [self.line([*order[:at], pin, *order[at:]]) for at in places]
            best = min(range(len(tries)), key=lambda i: (not tries[i].feasible, tries[i].travel))
            order, least = tries[best].stops, least + best + 1
        return self.line(order)

    def line(self, order: list[int]) -> Timeline:
        """Return the day in exactly this order."""
        return Timeline(self.problem, self.board.minutes, self.team, self.day, order)


def _fill(problem: Problem, board: Board) -> None:
    done = {stop for line in board.timelines.values() for stop in line.stops}
    out = [stop for stop in range(len(problem.visits)) if stop not in done]
    out.sort(key=lambda stop: -problem.visits[stop].unserved_cost)
    changed = True
    while changed:
        changed = False
        for stop in list(out):
            visit, place = problem.visits[stop], cheapest_place(board, stop)
            if place is None:
                continue
            if place.added + visit.late_cost(place.timeline.day) < visit.unserved_cost:
                place.timeline.insert(place.gap, stop)
                out.remove(stop)
                changed = True


def as_is(problem: Problem, routes: Routes) -> Plan:
    """Return the routes without times, for a checker that times them itself."""
    return Plan(
        tuple(
            Route(
                team=problem.teams[team].id,
                day=day,
                visits=tuple(problem.visits[stop].id for stop in order),
                starts=(),
                lunch=None,
            )
            for team, day, order in routes
            if order
        )
    )
