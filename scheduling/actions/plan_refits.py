"""A week that is only proposed gives way to what is booked: as few of its stops move as can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from outreach.models import Workplace
from scheduling.actions.joint_searches import ITERATIONS, before_plan, minute_of
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import DAYS, Stop, build_problem
from scheduling.actions.plan_skills import missing_equipment
from scheduling.actions.plan_weeks import drive_minutes
from scheduling.actions.plans import lock_to_change
from scheduling.actions.week_boards import WeekBoard
from scheduling.models import Plan, PlanStop, Team
from scheduling.planner.board import clashes
from scheduling.planner.effort import Iterations
from scheduling.planner.plan import Result
from scheduling.planner.problem import Problem
from scheduling.planner.replan import replan
from scheduling.planner.travel import travel_minutes


@dataclass(frozen=True)
class StopMove:
    """What becomes of one proposed stop: another team or time, or it stays out of the plan."""

    stop: PlanStop
    team: Team | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Refit:
    """What becomes of a proposed week; the stops that are not named stay to the minute."""

    plan: Plan
    moves: tuple[StopMove, ...]
    stays: int
    drives: Mapping[int, int]  # minutes to each stop, by its key

    @property
    def parts(self) -> list[str]:
        """By what it is known again."""
        return [
            f"stop {move.stop.pk}:{move.team.pk if move.team else 0}:{move.starts_at}"
            for move in self.moves
        ]


def refits(*, board: WeekBoard, booked: Collection[Workplace] = ()) -> list[Refit]:
    """
    Return what becomes of the proposed weeks of a centre once everything on a board is booked.

    `booked` are workplaces that get a visit of their own; a plan need not go there again.
    """
    this_week = board.today - timedelta(days=board.today.weekday())
    proposed = board.centre.plans.filter(
        state=Plan.State.PROPOSED, week_start_date__gte=this_week
    ).order_by("week_start_date")
    gone = {place.pk for place in booked}
    found = (_refit(plan, board, gone) for plan in proposed)
    return [one for one in found if one is not None]


@transaction.atomic
def apply_refits(*, found: Iterable[Refit]) -> None:
    """
    Write down where the stops of proposed weeks go; what stays out can be taken in again.

    :raises PlanAlreadyDecided: a plan is no proposal any more
    """
    for refit in found:
        plan = lock_to_change(refit.plan)
        for move in refit.moves:
            rows = plan.stops.filter(pk=move.stop.pk)
            if move.team is None or move.starts_at is None:
                rows.update(is_kept=False)
                continue
            length = move.stop.ends_at - move.stop.starts_at
            rows.update(team=move.team, starts_at=move.starts_at, ends_at=move.starts_at + length)
        for key, minutes in refit.drives.items():
            plan.stops.filter(pk=key).update(drive_minutes=minutes)


def _refit(plan: Plan, board: WeekBoard, gone: Collection[int]) -> Refit | None:
    """Move the stops of days that lost their team or no longer hold together, and only those."""
    rows = plan.stops.filter(is_kept=True, starts_at__gt=board.now, due_items__isnull=False)
    rows = (
        rows.distinct().select_related("workplace", "team__vehicle").prefetch_related("due_items")
    )
    stops = [
        stop
        for stop in rows.order_by("starts_at", "pk")
        if stop.workplace_id not in gone and stop.workplace.latitude is not None
    ]
    dropped = plan.stops.filter(is_kept=True, workplace__in=gone).select_related("workplace")
    lost = [StopMove(stop) for stop in dropped]
    monday = plan.week_start_date
    week = [monday + timedelta(days=number) for number in range(DAYS)]
    days = [day for day in week if day >= board.today]
    shifts, busy = board.week(monday)
    ask = partial(
        build_problem,
        centre=board.centre, week_start=monday, days=days, teams=board.teams, shifts=shifts,
        busy=[one for one in busy if one.day in days],
    )  # fmt: skip
    alone = _days_of(ask(stops=()), monday)
    open_days = {(shift.team_id, shift.date) for shift in shifts} - alone
    standing = [stop for stop in stops if _place(stop) in open_days and _is_able(stop)]
    kept = {stop.pk for stop in standing}
    if standing:
        broken = _days_of(ask(stops=[_at(stop) for stop in standing], left_alone=alone), monday)
        kept = {stop.pk for stop in standing if _place(stop) not in broken}
    if len(kept) == len(stops):
        return Refit(plan, tuple(lost), len(kept), {}) if lost else None
    problem = ask(
        stops=[_at(stop) if stop.pk in kept else _anywhere(stop) for stop in stops],
        left_alone=alone,
    )
    homes = {
        number: (stop.team_id, _place(stop)[1].weekday(), minute_of(stop.starts_at))
        for number, stop in enumerate(stops)
        if stop.pk not in kept and stop in standing
    }
    before = before_plan(problem, homes)
    result = replan(problem, before, told=(), effort=Iterations(ITERATIONS))
    return _read(plan, stops, lost, board, problem, result)


def _read(
    plan: Plan,
    stops: Sequence[PlanStop],
    lost: Sequence[StopMove],
    board: WeekBoard,
    problem: Problem,
    result: Result,
) -> Refit:
    teams = {team.pk: team for team in board.teams}
    midnight = datetime.combine(plan.week_start_date, time())
    minutes = travel_minutes(problem).tolist()
    moves = {stop.pk: StopMove(stop) for stop in stops}
    drives: dict[int, int] = {}
    for route in result.plan.routes:
        legs = drive_minutes(problem, route, minutes)
        for number, start in zip(route.visits, route.starts, strict=True):
            if number < len(stops):
                stop = stops[number]
                drives[stop.pk] = legs[number]
                moment = timezone.make_aware(midnight + timedelta(days=route.day, minutes=start))
                moves[stop.pk] = StopMove(stop, teams[route.team], moment)
    moved = [
        move
        for move in moves.values()
        if (move.team, move.starts_at) != (move.stop.team, move.stop.starts_at)
    ]
    return Refit(plan, (*lost, *moved), len(stops) - len(moved), drives)


def _days_of(problem: Problem, monday: date) -> set[tuple[int, date]]:
    """Return the days of teams whose promises contradict each other."""
    return {(team, monday + timedelta(days=day)) for team, day in clashes(problem)}


def _place(stop: PlanStop) -> tuple[int, date]:
    return stop.team_id, timezone.localdate(stop.starts_at)


def _is_able(stop: PlanStop) -> bool:
    items = list(stop.due_items.all())
    able = {item.kind for item in items} <= set(stop.team.skills)
    return able and not missing_equipment(stop.team, items)


def _at(stop: PlanStop) -> Stop:
    return replace(_anywhere(stop), fixed=(stop.team, stop.starts_at))


def _anywhere(stop: PlanStop) -> Stop:
    length = int((stop.ends_at - stop.starts_at).total_seconds() // 60)
    return Stop(Candidate(stop.workplace, tuple(stop.due_items.all())), length)
