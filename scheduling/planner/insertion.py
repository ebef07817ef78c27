"""Where one more visit adds the least driving."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduling.planner.board import Board
from scheduling.planner.plan import Plan
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import Timeline


@dataclass(frozen=True)
class Place:
    """A gap of one team-day where a visit fits, and the driving it adds there."""

    timeline: Timeline
    gap: int
    start: int
    added: int


@dataclass(frozen=True)
class Slot:
    """A time that can be proposed: the team, the day, the minute, and the driving it adds."""

    team: int
    day: int
    start: int
    added_minutes: int


def cheapest_in(timeline: Timeline, stop: int, below: int) -> Place | None:
    """Return the place on this team-day that adds the least driving, if less than `below`."""
    node, service = timeline.node_of(stop), timeline.problem.visits[stop].service
    way_on, nodes = timeline.minutes[node], timeline.nodes
    best, limit = None, min(below, timeline.driving_left + 1)
    for gap, leg in enumerate(timeline.legs):
        there, back = timeline.minutes[nodes[gap]][node], way_on[nodes[gap + 1]]
        added = there + back - leg
        busy = there + service + back
        # Most gaps fall here, before the windows and the lunch are looked at.
        if added >= limit or timeline.left[gap][0] + busy > timeline.reach[gap][1]:
            continue
        start = timeline.start_in(gap, stop)
        if start is not None:
            best, limit = Place(timeline, gap, start, added), added
    return best


def cheapest_slots(problem: Problem, plan: Plan, visit: int, n: int) -> list[Slot]:
    """
    Return up to `n` slots for one visit in a plan that otherwise stays, least driving first.

    At most one slot for each team and day, so that they are a choice. The other visits keep
    their team, day and order; those with a pin keep their minute too, the others may start later
    within their windows. A visit that is in the plan already is taken out first.
    """
    stop = problem.visit_index[visit]
    board = Board(problem, [replace(r, visits=_others(r.visits, visit)) for r in plan.routes])
    slots = [
        Slot(problem.teams[t.team].id, t.day, place.start, place.added)
        for t in board.open_to(stop)
        if (place := cheapest_in(t, stop, below=1 << 30)) is not None
    ]
    return sorted(slots, key=lambda s: (s.added_minutes, s.day, s.start, s.team))[:n]


def _others(visits: tuple[int, ...], visit: int) -> tuple[int, ...]:
    return tuple(other for other in visits if other != visit)
