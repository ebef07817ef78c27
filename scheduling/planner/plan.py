"""What comes out: routes with their times, and for each visit left out why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scheduling.planner.problem import Problem


class Reason(Enum):
    """Why a visit is not in the plan; each line says what `needed` and `available` count."""

    NO_TEAM_WITH_SKILLS = "no_team_with_skills"
    """Skills the visit asks for; the most of them that any one team has."""

    NO_DAY_ALLOWED = "no_day_allowed"
    """Days the visit allows; those of them on which a team with the skills works (none)."""

    WINDOW_TOO_SHORT = "window_too_short"
    """Minutes of service; the longest stay its windows leave to a team with an empty day."""

    NO_TIME_LEFT = "no_time_left"
    """Minutes of service; the longest stay that still fits anywhere in the plan."""

    NO_DRIVING_LEFT = "no_driving_left"
    """Least minutes of driving it adds where the time fits; what that team may still drive."""

    NOT_WORTH_IT = "not_worth_it"
    """Least minutes of driving and lateness it costs in the plan; what leaving it out costs."""

    NOT_TRIED = "not_tried"
    """The time to plan ran out before this visit's turn (0; 0)."""


class ChangeKind(Enum):
    """What could be changed for a visit to be taken in; each line says what `minutes` counts."""

    WIDER_WINDOW = "wider_window"
    """Minutes by which one of its windows would have to be wider."""

    MORE_DRIVING = "more_driving"
    """Minutes the team would have to drive beyond its limit that day."""

    LONGER_SHIFT = "longer_shift"
    """Minutes the team would be back after its shift."""

    WORTH_MORE = "worth_more"
    """Minutes it costs above what leaving it out costs."""

    INSTEAD_OF = "instead_of"
    """Minutes by which the plan gets dearer when `other` stays out for it."""

    OTHER_DAY = "other_day"
    """Minutes of driving it adds on a day that it does not allow."""

    OTHER_SKILLS = "other_skills"
    """Minutes of driving it adds for a team that lacks a skill it asks for."""


@dataclass(frozen=True)
class Change:
    """One change with which a visit would fit this team's day, all else staying as planned."""

    kind: ChangeKind
    team: int
    day: int
    minutes: int
    other: int | None = None


@dataclass(frozen=True)
class Unplanned:
    """A visit left out, with the two numbers that explain it (see `Reason`)."""

    visit: int
    reason: Reason
    needed: int = 0
    available: int = 0
    change: Change | None = None


@dataclass(frozen=True)
class Route:
    """One team's day: ids of visits in order, the minute each starts, the minute lunch starts."""

    team: int
    day: int
    visits: tuple[int, ...]
    starts: tuple[int, ...]
    lunch: int | None


@dataclass(frozen=True)
class Plan:
    """All routes that have visits, at most one for each team and day."""

    routes: tuple[Route, ...] = ()


@dataclass(frozen=True)
class Objective:
    """Minutes, less is better: visits left out, lateness of visits done, driving, calm."""

    unserved: int
    late: int
    travel: int
    moved: int = 0

    @property
    def total(self) -> int:
        """Return the number that plans are compared by."""
        return self.unserved + self.late + self.travel + self.moved


@dataclass(frozen=True)
class Result:
    """A plan, the visits it leaves out with the reasons, and what it costs."""

    plan: Plan
    unplanned: tuple[Unplanned, ...]
    objective: Objective

    @property
    def served(self) -> int:
        """Return how many visits the plan does."""
        return sum(len(route.visits) for route in self.plan.routes)


def objective_of(problem: Problem, plan: Plan, *, travel: int) -> Objective:
    """Return what the plan costs, given its minutes of driving."""
    served = {visit: route.day for route in plan.routes for visit in route.visits}
    teams = {visit: route.team for route in plan.routes for visit in route.visits}
    return Objective(
        unserved=sum(v.unserved_cost for v in problem.visits if v.id not in served),
        late=sum(v.late_cost(served[v.id]) for v in problem.visits if v.id in served),
        travel=travel,
        moved=sum(
            v.moved_cost(teams[v.id], served[v.id]) for v in problem.visits if v.id in served
        ),
    )
