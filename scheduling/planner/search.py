"""The first plan: earliest due first, each inserted where it adds the least driving."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from random import Random

from scheduling.planner.board import Board
from scheduling.planner.insertion import Place, cheapest_in
from scheduling.planner.plan import Reason, Result, Unplanned
from scheduling.planner.problem import Problem
from scheduling.planner.reasons import why_left_out
from scheduling.planner.schedule import Timeline

Stop = Callable[[], bool]


def never() -> bool:
    """Let the search run until it is done."""
    return False


def first_plan(problem: Problem, *, seed: int = 0, stop: Stop = never) -> Result:
    """
    Return a plan that staff can accept or change; `seed` only decides between equals.

    1. Confirmed visits go in first and keep team, day and minute.
    2. The others follow, overdue ones first, then by due day, higher priority first within a day,
       each on a day not after it is due if it can be, where it adds the least driving.
    3. Those that found none are tried once more, then each gets the reason why it stays out.

    When `stop` says so, visits whose turn has not come stay out as not tried.

    :raises RouteDoesNotFit: the confirmed visits of one team and day contradict each other
    """
    board = Board.with_pins(problem)
    waiting = deque(by_urgency(problem, seed))
    refused = [visit for visit in until(stop, waiting) if not _insert(board, visit)]
    left_out = [visit for visit in refused if not _insert(board, visit)]
    unplanned = [why_left_out(board, visit) for visit in left_out]
    unplanned += [Unplanned(problem.visits[visit].id, Reason.NOT_TRIED) for visit in waiting]
    return Result(board.plan(), tuple(unplanned), board.objective())


def until(stop: Stop, waiting: deque[int]) -> Iterator[int]:
    """Take visits from the queue until it is empty or `stop` says so."""
    while waiting and not stop():
        yield waiting.popleft()


def by_urgency(problem: Problem, seed: int) -> list[int]:
    """Return the visits without a pin: overdue ones first, then by due day and priority."""
    visits = problem.visits
    free = [index for index, visit in enumerate(visits) if visit.pin is None]
    Random(seed).shuffle(free)
    return sorted(free, key=lambda index: (max(visits[index].due, -1), -visits[index].priority))


def _insert(board: Board, stop: int) -> bool:
    """Put the visit where it costs least, and say whether there was such a place."""
    place = cheapest_place(board, stop)
    if place is not None:
        place.timeline.insert(place.gap, stop)
    return place is not None


def cheapest_place(board: Board, stop: int) -> Place | None:
    """
    Return where the visit costs least, or None: it fits nowhere.

    A day not after the due day comes before any other, since a legal date is not traded for
    driving; then driving and lateness count together.
    """
    visit = board.problem.visits[stop]
    in_time, late = list[Timeline](), list[Timeline]()
    for timeline in board.open_to(stop):
        (in_time if timeline.day <= visit.due else late).append(timeline)
    return _cheapest_of(in_time, stop) or _cheapest_of(late, stop)


def _cheapest_of(timelines: list[Timeline], stop: int) -> Place | None:
    best, least = None, 1 << 30
    for timeline in timelines:
        late = timeline.day_cost(stop)
        place = cheapest_in(timeline, stop, below=least - late)
        if place is not None:
            best, least = place, place.added + late
    return best
