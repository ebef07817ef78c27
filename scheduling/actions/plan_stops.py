"""Staff change one stop of a proposed week; the planner says whether the day still works."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.actions.bookings import check_time
from scheduling.actions.busy_times import busy_times
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_problems import Stop, build_problem
from scheduling.actions.plan_skills import missing_equipment
from scheduling.actions.plan_weeks import PlanRefused, drive_minutes
from scheduling.actions.plans import lock_to_change
from scheduling.models import PlanStop, Shift, Team
from scheduling.planner.board import Board
from scheduling.planner.schedule import RouteDoesNotFit


class OutsideTheWeek(PlanRefused):
    words = _("This day is not in the week of the plan.")


class TeamLacksSkill(PlanRefused):
    words = _("This team cannot do everything that is due here.")


class VanLacksEquipment(PlanRefused):
    words = _("The team's van does not carry the equipment that the exams here take.")


class TeamNotAtWork(PlanRefused):
    words = _("This team has no shift on that day.")


class DayDoesNotFit(PlanRefused):
    words = _("With the drives and a lunch break, this does not fit the other visits of that day.")


@transaction.atomic
def move_stop(
    *, stop: PlanStop, team: Team, starts_at: datetime, minutes: int, now: datetime
) -> PlanStop:
    """
    Give a stop of a proposed plan another team or time; the other stops stay where they are.

    :raises PlanRefused: the plan is decided, or the day would not work
    :raises VisitRefused: the team or the workplace is not there then
    """
    plan = lock_to_change(stop.plan)
    stop = plan.stops.get(pk=stop.pk)  # a refusal must not leave the asker's own row changed
    day = timezone.localdate(starts_at)
    if not plan.week_start_date <= day < plan.week_start_date + timedelta(days=7):
        raise OutsideTheWeek
    check_time(team=team, workplace=stop.workplace, starts_at=starts_at, minutes=minutes, now=now)
    if not {item.kind for item in stop.due_items.all()} <= set(team.skills):
        raise TeamLacksSkill
    if missing_equipment(team, stop.due_items.all()):
        raise VanLacksEquipment
    before = stop.team, timezone.localdate(stop.starts_at)
    stop.team, stop.starts_at = team, starts_at
    stop.ends_at = starts_at + timedelta(minutes=minutes)
    stop.is_kept = True
    stop.save(update_fields=["team", "starts_at", "ends_at", "is_kept"])
    _time_day(stop, team, day)
    if before != (team, day):
        with suppress(PlanRefused):  # leaving a day never makes it worse
            _time_day(stop, *before)
    return stop


@transaction.atomic
def drop_stop(*, stop: PlanStop) -> None:
    """
    Leave a stop out of its plan.

    :raises PlanAlreadyDecided: the plan is no longer a proposal
    """
    lock_to_change(stop.plan)
    stop.is_kept = False
    stop.save(update_fields=["is_kept"])
    with suppress(PlanRefused):
        _time_day(stop, stop.team, timezone.localdate(stop.starts_at))


@transaction.atomic
def keep_stop(*, stop: PlanStop) -> None:
    """
    Take a stop into its plan again.

    :raises PlanRefused: the plan is decided, or the day is full meanwhile
    """
    lock_to_change(stop.plan)
    stop.is_kept = True
    stop.save(update_fields=["is_kept"])
    _time_day(stop, stop.team, timezone.localdate(stop.starts_at))


def _time_day(changed: PlanStop, team: Team, day: date) -> None:
    """Check a team's day with every stop where it is, and write the drives down anew."""
    plan = changed.plan
    rows = [
        row
        for row in plan.stops.filter(team=team, is_kept=True)
        .select_related("workplace")
        .prefetch_related("due_items")
        if timezone.localdate(row.starts_at) == day
    ]
    if not rows:
        return
    shifts = list(Shift.objects.filter(team=team, date=day))
    if not shifts:
        raise TeamNotAtWork
    problem = build_problem(
        centre=plan.centre,
        week_start=plan.week_start_date,
        days=[day],
        teams=[team],
        shifts=shifts,
        busy=busy_times(centre=plan.centre, teams=[team], first=day, last=day),
        stops=[
            Stop(
                Candidate(row.workplace, tuple(row.due_items.all())),
                minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
                fixed=(team, row.starts_at),
            )
            for row in rows
        ],
    )
    try:
        board = Board.with_pins(problem)
        (route,) = board.plan().routes
    except RouteDoesNotFit as reason:
        raise DayDoesNotFit from reason
    drives = drive_minutes(problem, route, board.minutes)
    for number, row in enumerate(rows):
        PlanStop.objects.filter(pk=row.pk).update(drive_minutes=drives[number])
