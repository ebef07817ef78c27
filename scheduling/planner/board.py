"""The week on a board: a timeline for each day a team works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduling.planner.plan import Objective, Plan, Route, objective_of
from scheduling.planner.problem import Problem
from scheduling.planner.schedule import Minutes, RouteDoesNotFit, Timeline
from scheduling.planner.travel import travel_minutes


class Board:
    """All team-days of a problem, with the visits put on them so far."""

    def __init__(
        self, problem: Problem, routes: Iterable[Route] = (), *, minutes: Minutes | None = None
    ) -> None:
        self.problem = problem
        self.minutes: Minutes = minutes or travel_minutes(problem).tolist()
        self.timelines = {
            (team, day): Timeline(problem, self.minutes, team, day)
            for team in range(len(problem.teams))
            for day, shift in enumerate(problem.teams[team].shifts)
            if shift is not None
        }
        for route in routes:
            stops = [problem.visit_index[visit] for visit in route.visits]
            self.put(problem.team_index[route.team], route.day, stops)

    @classmethod
    def with_pins(cls, problem: Problem) -> Board:
        """
        Return a board that holds the confirmed visits and nothing else.

        :raises RouteDoesNotFit: the confirmed visits of one team and day contradict each other
        """
        board = cls(problem)
        for team, day in board._put_pins():
            board.timelines[team, day].route()
        return board

    def _put_pins(self) -> list[tuple[int, int]]:
        """Give the team-days their confirmed visits, and return those that have any in order."""
        pins: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for stop, visit in enumerate(self.problem.visits):
            if visit.pin is not None:
                key = self.problem.team_index[visit.pin.team], visit.pin.day
                pins.setdefault(key, []).append((visit.pin.start, stop))
        for (team, day), starts in pins.items():
            self.put(team, day, [stop for _, stop in sorted(starts)])
        return sorted(pins)

    def put(self, team: int, day: int, stops: list[int]) -> None:
        """Give this team-day these stops in this order."""
        self.timelines[team, day] = Timeline(self.problem, self.minutes, team, day, stops)

    def open_to(self, stop: int) -> Iterator[Timeline]:
        """Return the team-days whose skills and day suit this visit."""
        visit = self.problem.visits[stop]
        for (team, day), timeline in self.timelines.items():
            if day in visit.days and visit.skills <= self.problem.teams[team].skills:
                yield timeline

    def plan(self) -> Plan:
        """Return the routes that have visits, with their times."""
        return Plan(tuple(t.route() for t in self.timelines.values() if t.stops))

    def objective(self) -> Objective:
        """Return what the board costs as it stands."""
        travel = sum(t.travel for t in self.timelines.values() if t.stops)
        return objective_of(self.problem, self.plan(), travel=travel)


def clashes(problem: Problem) -> list[tuple[int, int]]:
    """Return the team-days (id of the team, day) whose confirmed visits contradict each other."""
    board, found = Board(problem), []
    for team, day in board._put_pins():
        try:
            board.timelines[team, day].route()
        except RouteDoesNotFit as refusal:
            found.append((refusal.team, refusal.day))
    return found
