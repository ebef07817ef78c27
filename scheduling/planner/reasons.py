"""Why a visit is not in the plan, found by looking at the finished plan."""

from __future__ import annotations

from scheduling.planner.board import Board
from scheduling.planner.insertion import cheapest_in
from scheduling.planner.plan import Reason, Unplanned
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import Timeline


def why_left_out(board: Board, stop: int) -> Unplanned:
    """
    Return the first reason that holds, from the visit's own to those of this plan.

    1. No team has the skills, or none of those that do works on an allowed day.
    2. The visit would not fit even a team with an empty day: its windows, then the driving.
    3. It fits nowhere in this plan: by time alone, or by time but not with the driving left.
    4. It fits, but going there costs no less than leaving it out.
    """
    problem, visit = board.problem, board.problem.visits[stop]
    skilled = [team for team in problem.teams if visit.skills <= team.skills]
    if not skilled:
        most = max((len(visit.skills & team.skills) for team in problem.teams), default=0)
        return Unplanned(visit.id, Reason.NO_TEAM_WITH_SKILLS, len(visit.skills), most)
    timelines = list(board.open_to(stop))
    if not timelines:
        return Unplanned(visit.id, Reason.NO_DAY_ALLOWED, len(visit.days), 0)

    # Most empty days are alike: one of each kind will do.
    kinds = {(t.centre, t.shift, problem.teams[t.team].max_drive): t for t in timelines}
    empty = [Timeline(problem, board.minutes, t.team, t.day) for t in kinds.values()]
    if (longest := longest_stay(problem, empty, stop)) < visit.service:
        return Unplanned(visit.id, Reason.WINDOW_TOO_SHORT, visit.service, longest)
    if too_far := _least_driving(empty, stop):
        return Unplanned(visit.id, Reason.NO_DRIVING_LEFT, *too_far)

    if (longest := longest_stay(problem, timelines, stop)) < visit.service:
        return Unplanned(visit.id, Reason.NO_TIME_LEFT, visit.service, longest)
    if too_far := _least_driving(timelines, stop):
        return Unplanned(visit.id, Reason.NO_DRIVING_LEFT, *too_far)
    if (cost := _least_cost(timelines, stop)) >= visit.unserved_cost:
        return Unplanned(visit.id, Reason.NOT_WORTH_IT, cost, visit.unserved_cost)
    raise ValueError(f"visit {visit.id} fits the plan: it has no reason to be left out")


def longest_stay(problem: Problem, timelines: list[Timeline], stop: int) -> int:
    """Return the longest this visit could last in any gap (0 or more), driving left aside."""
    visit, step, longest = problem.visits[stop], problem.start_step, 0
    for timeline in timelines:
        for gap in range(len(timeline.legs)):
            arrivals, leaves = timeline.room(gap, stop)
            if leaves[1] - arrivals[0] <= longest:
                continue
            for arrival, leave in zip(arrivals, leaves, strict=True):
                for opens, closes in visit.windows:
                    start = -(-max(arrival, opens) // step) * step
                    longest = max(longest, min(closes, leave) - start)
    return longest


def _least_driving(timelines: list[Timeline], stop: int) -> tuple[int, int] | None:
    """Return (added, left) where driving is exceeded least; None if some gap has enough."""
    gaps = [
        (timeline.added(gap, stop), timeline.driving_left)
        for timeline in timelines
        for gap in range(len(timeline.legs))
        if timeline.start_in(gap, stop) is not None
    ]
    added, left = min(gaps, key=lambda gap: gap[0] - gap[1])
    return None if added <= left else (added, left)


def _least_cost(timelines: list[Timeline], stop: int) -> int:
    """Return the least driving and lateness where the visit fits."""
    return min(
        place.added + timeline.day_cost(stop)
        for timeline in timelines
        if (place := cheapest_in(timeline, stop, below=1 << 30)) is not None
    )
