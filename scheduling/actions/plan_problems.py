"""The planner's problem for one week of a centre: its teams, what holds them, where to go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from outreach.models import Centre, ClosedDay, Workplace
from outreach.rules.workdays import is_working_day
from scheduling.actions.busy_times import BusyTime
from scheduling.actions.driving_times import with_kept_ways
from scheduling.actions.plan_candidates import Candidate
from scheduling.actions.plan_skills import equipment_of
from scheduling.models import Shift, Team
from scheduling.planner import problem as planner
from scheduling.rules.van_room import Size, fits

DAYS = 7
STEP_MINUTES = 10
OPENS, CLOSES = time(9, 30), time(17, 30)  # where the workplace named no hours of its own
# Fitted to driving in Seoul by day (planning problem, "travel"); the ways at both ends of the day
# are a fifth longer, our own guess until a travel service tells better.
TRAVEL = planner.TravelModel(
    detour=1.35,
    v_short=18.0,
    v_long=28.0,
    v_ramp_km=15.0,
    river_min=4.0,
    parking_min=5.0,
    same_building_min=3.0,
    rush=1.2,
)
LUNCH = planner.Lunch(minutes=60, earliest=690, latest_start=780, exempt_if_back_by=780)
# What leaving a visit out costs, in minutes of driving, and each day too late, by priority.
UNSERVED = {1: 60, 2: 120, 3: 240, 4: 480}
LATE_A_DAY = {1: 2, 2: 4, 3: 8, 4: 15}
LATE_SHARE = 0.8  # late is always better than never


@dataclass(frozen=True)
class Stop:
    """
    A workplace to go to; with `fixed`, by that team at that moment and no other.

    `hours` (minutes of the day) are those in which it has to be, whatever the workplace prefers;
    `on` is the only day that suits.
    """

    candidate: Candidate
    minutes: int
    fixed: tuple[Team, datetime] | None = None
    hours: tuple[int, int] | None = None
    on: date | None = None


def build_problem(
    *,
    centre: Centre,
    week_start: date,
    days: Collection[date],
    teams: Sequence[Team],
    shifts: Collection[Shift],
    busy: Collection[BusyTime],
    stops: Sequence[Stop],
    left_alone: Collection[tuple[int, date]] = (),
) -> planner.Problem:
    """
    Put the week into the planner's words.

    Visits are numbered as the stops are, what already holds a team follows behind them. Days in
    `left_alone` (team, day) get nothing new, because what is booked then contradicts itself.
    """
    hours = {
        (shift.team_id, shift.date): (_minute(shift.start), _minute(shift.end))
        for shift in shifts
        if shift.date in days and (shift.team_id, shift.date) not in left_alone
    }
    week = [week_start + timedelta(days=number) for number in range(DAYS)]
    visits = [
        _visit(number, stop, week_start=week_start, days=days) for number, stop in enumerate(stops)
    ]
    held = [time for time in busy if (time.team_id, time.day) in hours]
    visits += [_held(len(stops) + number, time, week_start) for number, time in enumerate(held)]
    problem = planner.Problem(
        n_days=DAYS,
        travel=TRAVEL,
        lunch=LUNCH,
        centres=(planner.Centre(str(centre.pk), centre.latitude, centre.longitude),),
        teams=tuple(
            planner.Team(
                id=team.pk,
                centre=0,
                skills=frozenset(team.skills) | _rooms(team, stops) | _carried(team, stops),
                max_drive=team.max_drive_minutes,
                shifts=tuple(hours.get((team.pk, day)) for day in week),
            )
            for team in teams
        ),
        visits=tuple(visits),
        start_step=STEP_MINUTES,
    )
    return with_kept_ways(problem)


def days_to_plan(*, centre: Centre, week_start: date, today: date) -> list[date]:
    """Return a centre's working days of the week from tomorrow on: an owner gets a day's notice."""
    week = [week_start + timedelta(days=number) for number in range(DAYS)]
    closed = ClosedDay.objects.kept_by(centre, first=week[0], last=week[-1])
    return [day for day in week if day > today and is_working_day(day, closures=closed)]


def _visit(number: int, stop: Stop, *, week_start: date, days: Collection[date]) -> planner.Visit:
    candidate, place = stop.candidate, stop.candidate.workplace
    if place.latitude is None or place.longitude is None:
        raise ValueError(f"workplace {place.pk} is on no map")
    due = (candidate.due_date - week_start).days
    priority = _priority(candidate, is_overdue=candidate.due_date < min(days))
    cost = UNSERVED[priority]
    pin = None
    suiting = [day for day in days if stop.on in (None, day)]
    allowed = frozenset((day - week_start).days for day in suiting)
    if stop.fixed is not None:
        team, starts_at = stop.fixed
        local = timezone.localtime(starts_at)
        day = (local.date() - week_start).days
        pin, allowed = planner.Pin(team.pk, day, _minute(local.time())), frozenset({day})
    return planner.Visit(
        id=number,
        lat=place.latitude,
        lon=place.longitude,
        service=stop.minutes,
        skills=candidate.skills | _room(candidate) | candidate.equipment,
        windows=(stop.hours or _window(place),),
        days=allowed,
        due=due,
        priority=priority,
        unserved_cost=cost,
        late_cost_per_day=LATE_A_DAY[priority],
        late_cap=int(LATE_SHARE * cost),
        pin=pin,
    )


def _room(candidate: Candidate) -> frozenset[str]:
    """Return what the place asks of a van, as something that a team brings or not."""
    room = candidate.room
    return frozenset({f"VAN {room.height_cm}x{room.length_cm}"} if room else ())


def _rooms(team: Team, stops: Sequence[Stop]) -> frozenset[str]:
    """Return the rooms among those of the stops that the team's van fits, if it takes one."""
    measured = [stop.candidate for stop in stops if stop.candidate.room]
    if not measured:
        return frozenset()
    van = team.vehicle
    size = Size(van.height_cm, van.length_cm) if van else Size()
    fitting = (_room(candidate) for candidate in measured if fits(size, candidate.room))
    return frozenset[str]().union(*fitting)


def _carried(team: Team, stops: Sequence[Stop]) -> frozenset[str]:
    """Return the equipment among that of the stops which the team has with it."""
    asked = frozenset[str]().union(*(stop.candidate.equipment for stop in stops))
    return asked & equipment_of(team) if asked else asked


def _window(place: Workplace) -> tuple[int, int]:
    """Return the hours that suit the workplace; an open end is closed by the team's shift."""
    opens, closes = place.preferred_from, place.preferred_to
    if opens is None and closes is None:
        return _minute(OPENS), _minute(CLOSES)
    return _minute(opens) if opens else 0, _minute(closes) if closes else planner.MINUTES_A_DAY


def _held(number: int, time: BusyTime, week_start: date) -> planner.Visit:
    """Hold a team where it is promised already: nothing else fits there."""
    day = (time.day - week_start).days
    return planner.Visit(
        id=number,
        lat=time.latitude,
        lon=time.longitude,
        service=time.minutes,
        skills=frozenset(),
        windows=(),
        days=frozenset({day}),
        due=day,
        priority=1,
        unserved_cost=0,
        pin=planner.Pin(time.team_id, day, _minute(timezone.localtime(time.starts_at).time())),
    )


def _priority(candidate: Candidate, *, is_overdue: bool) -> int:
    """Rank an exam, which the law demands, above a consultation; what is overdue above both."""
    return 1 + 2 * is_overdue + ("SPECIAL_EXAM" in candidate.skills)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
