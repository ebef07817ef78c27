"""
Exact timing of one team's day.

A day has two states, lunch not yet taken and lunch taken. Forwards we keep the earliest minute
the team can leave each stop in each state, backwards the latest minute it may reach it; a later
arrival never helps, so one number per state is exact, and trying a visit in a gap takes no loop.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.planner.plan import Route
from scheduling.planner.problem import Lunch, Problem, Visit

TOO_LATE = 1 << 30  # an earliest time that cannot be
TOO_EARLY = -1  # a latest time that cannot be

Minutes = Sequence[Sequence[int]]
Pair = tuple[int, int]  # a time (lunch not yet taken, lunch taken)


def earliest_start(visit: Visit, arrival: int, step: int) -> int:
    """Return the first minute the visit can start after this arrival, at its pin if it has one."""
    if visit.pin is not None:
        return visit.pin.start if arrival <= visit.pin.start else TOO_LATE
    for opens, closes in visit.windows:
        start = -(-max(arrival, opens) // step) * step
        if start + visit.service <= closes:
            return start
    return TOO_LATE


def latest_arrival(visit: Visit, leave_by: int, step: int) -> int:
    """Return the last minute one may arrive and still have left by then."""
    if visit.pin is not None:
        return visit.pin.start if visit.pin.start + visit.service <= leave_by else TOO_EARLY
    for opens, closes in reversed(visit.windows):
        start = (min(closes, leave_by) - visit.service) // step * step
        if start >= opens:
            return start
    return TOO_EARLY


def drive(left: Pair, minutes: int, lunch: Lunch) -> Pair:
    """Return the earliest arrivals after a drive, which may be paused for lunch."""
    hungry, fed = left[0] + minutes, left[1] + minutes
    if left[0] <= lunch.latest_start:
        fed = min(fed, max(hungry, lunch.earliest) + lunch.minutes)
    return hungry, fed


def serve(visit: Visit, arrival: Pair, step: int) -> Pair:
    """Return the earliest minutes one can leave the visit."""
    hungry = earliest_start(visit, arrival[0], step) + visit.service
    return hungry, earliest_start(visit, arrival[1], step) + visit.service


def leave_by(latest: Pair, minutes: int, lunch: Lunch) -> Pair:
    """Return how late one may leave, to drive and arrive no later than `latest`."""
    hungry, fed = latest[0] - minutes, latest[1] - minutes
    if latest[1] >= lunch.earliest + lunch.minutes:
        hungry = max(hungry, min(lunch.latest_start, fed - lunch.minutes))
    return hungry, fed


def lunch_start(left: int, minutes: int, lunch: Lunch) -> int:
    """Return when a lunch taken on this drive starts: on arrival, or on the way if that is late."""
    return max(left, min(max(left + minutes, lunch.earliest), lunch.latest_start))


class RouteDoesNotFit(Exception):
    """These visits cannot all be kept by this team on this day."""

    def __init__(self, team: int, day: int) -> None:
        super().__init__(f"team {team}, day {day}: the visits do not fit one after another")
        self.team, self.day = team, day


class Timeline:
    """One team's day as a row of stops; gap `g` lies before stop `g`, the last one after all."""

    def __init__(
        self, problem: Problem, minutes: Minutes, team: int, day: int, stops: Sequence[int] = ()
    ) -> None:
        shift = problem.teams[team].shifts[day]
        if shift is None:
            raise ValueError(f"team {problem.teams[team].id} is off on day {day}")
        self.problem, self.minutes = problem, minutes
        self.team, self.day, self.shift = team, day, shift
        self.centre = problem.teams[team].centre
        self.stops = list(stops)
        self.time()

    def time(self) -> None:
        """Work out anew how early each stop can be left and how late it may be reached."""
        lunch, step, visits = self.problem.lunch, self.problem.start_step, self.problem.visits
        self.nodes = [self.centre, *map(self.node_of, self.stops), self.centre]
        legs = [self.minutes[a][b] for a, b in zip(self.nodes, self.nodes[1:], strict=False)]
        self.legs, self.travel = legs, sum(legs)

        self.left: list[Pair] = [(self.shift[0], TOO_LATE)]
        for stop, leg in zip(self.stops, legs, strict=False):
            self.left.append(serve(visits[stop], drive(self.left[-1], leg, lunch), step))

        home = (min(lunch.exempt_if_back_by, self.shift[1]), self.shift[1])
        reach = [home]
        for stop, leg in zip(reversed(self.stops), reversed(legs), strict=False):
            hungry, fed = leave_by(reach[-1], leg, lunch)
            visit = visits[stop]
            reach.append((latest_arrival(visit, hungry, step), latest_arrival(visit, fed, step)))
        self.reach = reach[::-1]

    @property
    def driving_left(self) -> int:
        """Return the minutes this team may still drive that day."""
        return self.problem.teams[self.team].max_drive - self.travel

    @property
    def feasible(self) -> bool:
        """Whether each stop is within its windows, lunch is had and the team is back in time."""
        home = drive(self.left[-1], self.legs[-1], self.problem.lunch)
        in_time = home[0] <= self.reach[-1][0] or home[1] <= self.reach[-1][1]
        return in_time and self.driving_left >= 0

    def node_of(self, stop: int) -> int:
        """Return the visit's row in the travel minutes."""
        return len(self.problem.centres) + stop

    def day_cost(self, stop: int) -> int:
        """Return what the visit costs on this day but for the way: lateness, and being moved."""
        visit = self.problem.visits[stop]
        return visit.late_cost(self.day) + visit.moved_cost(
            self.problem.teams[self.team].id, self.day
        )

    def added(self, gap: int, stop: int) -> int:
        """Return the driving that this visit adds in this gap."""
        node, out, back = self.node_of(stop), self.nodes[gap], self.nodes[gap + 1]
        return self.minutes[out][node] + self.minutes[node][back] - self.legs[gap]

    def room(self, gap: int, stop: int) -> tuple[Pair, Pair]:
        """Return how early one can reach this visit in this gap, and how late one may leave it."""
        node, lunch = self.node_of(stop), self.problem.lunch
        arrival = drive(self.left[gap], self.minutes[self.nodes[gap]][node], lunch)
        way_on = self.minutes[node][self.nodes[gap + 1]]
        return arrival, leave_by(self.reach[gap], way_on, lunch)

    def start_in(self, gap: int, stop: int) -> int | None:
        """Return the first minute this visit could start in this gap, or None: it does not fit."""
        visit, step = self.problem.visits[stop], self.problem.start_step
        arrival, latest = self.room(gap, stop)
        if arrival[0] + visit.service > latest[1]:
            return None
        starts = [
            start
            for reached, leave in zip(arrival, latest, strict=True)
            if (start := earliest_start(visit, reached, step)) + visit.service <= leave
        ]
        return min(starts, default=None)

    def insert(self, gap: int, stop: int) -> None:
        """Put the visit into the gap."""
        self.stops.insert(gap, stop)
        self.time()

    def route(self) -> Route:
        """Return the day with earliest starts and the lunch that brings the team home first."""
        plans = [p for gap in (None, *range(len(self.legs))) if (p := self._timed(gap))]
        if not plans or self.driving_left < 0:
            raise RouteDoesNotFit(self.problem.teams[self.team].id, self.day)
        _, starts, lunch = min(plans, key=lambda plan: plan[0])
        return Route(
            team=self.problem.teams[self.team].id,
            day=self.day,
            visits=tuple(self.problem.visits[stop].id for stop in self.stops),
            starts=starts,
            lunch=lunch,
        )

    def _timed(self, lunch_gap: int | None) -> tuple[int, tuple[int, ...], int | None] | None:
        """Return (back home, starts, lunch) with lunch in this gap, or None if that cannot be."""
        rules, visits = self.problem.lunch, self.problem.visits
        now, starts, ate_at = self.shift[0], list[int](), None
        for gap, leg in enumerate(self.legs):
            arrival = now + leg
            if gap == lunch_gap:
                if now > rules.latest_start:
                    return None
                ate_at = lunch_start(now, leg, rules)
                arrival = drive((now, TOO_LATE), leg, rules)[1]
            if gap == len(self.stops):
                latest = self.reach[-1][lunch_gap is not None]
                return (arrival, tuple(starts), ate_at) if arrival <= latest else None
            visit = visits[self.stops[gap]]
            starts.append(earliest_start(visit, arrival, self.problem.start_step))
            now = starts[-1] + visit.service
        raise AssertionError("the last leg goes home")
