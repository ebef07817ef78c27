"""A small world with easy numbers: one straight road, one minute a kilometre."""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.planner.problem import Centre, Lunch, Pin, Problem, Team, TravelModel, Visit

# 60 km/h, no detour, no parking: so many kilometres, so many minutes.
ROAD = TravelModel(
    detour=1.0,
    v_short=60.0,
    v_long=60.0,
    v_ramp_km=15.0,
    river_min=0.0,
    parking_min=0.0,
    same_building_min=0.0,
)
LUNCH = Lunch(minutes=60, earliest=690, latest_start=780, exempt_if_back_by=780)
NO_LUNCH = Lunch(minutes=0, earliest=0, latest_start=1440, exempt_if_back_by=1440)
NINE_TO_SIX = (540, 1080)
START = 37.60  # north of the Han, and the road leads north
KM_A_DEGREE = 111.1949


def at(minutes: int) -> float:
    """Return the latitude so many minutes up the road (a hair less, since minutes round up)."""
    return START + minutes * 0.999 / KM_A_DEGREE


def make_team(id: int = 0, **changed: object) -> Team:
    """Return a nurse's team that works nine to six on one day."""
    fields: dict[str, object] = {
        "centre": 0,
        "skills": frozenset({"nurse"}),
        "max_drive": 200,
        "shifts": (NINE_TO_SIX,),
    }
    return Team(id=id, **(fields | changed))  # type: ignore[arg-type]


def make_visit(id: int, up: int, **changed: object) -> Visit:
    """Return a visit of 30 minutes `up` minutes up the road, welcome all day on day 0."""
    fields: dict[str, object] = {
        "lat": at(up),
        "lon": 127.0,
        "service": 30,
        "skills": frozenset({"nurse"}),
        "windows": (NINE_TO_SIX,),
        "days": frozenset({0}),
        "due": 0,
        "priority": 1,
        "unserved_cost": 100,
    }
    return Visit(id=id, **(fields | changed))  # type: ignore[arg-type]


def make_problem(
    visits: Sequence[Visit],
    *,
    teams: Sequence[Team] | None = None,
    n_days: int = 1,
    lunch: Lunch = NO_LUNCH,
    start_step: int = 1,
) -> Problem:
    """Return a problem with one centre at the foot of the road."""
    if teams is None:
        teams = [make_team(shifts=(NINE_TO_SIX,) * n_days)]
    return Problem(
        n_days=n_days,
        travel=ROAD,
        lunch=lunch,
        centres=(Centre("foot of the road", at(0), 127.0),),
        teams=tuple(teams),
        visits=tuple(visits),
        start_step=start_step,
    )


def pinned(start: int, *, team: int = 0, day: int = 0) -> Pin:
    """Return a promise for this minute."""
    return Pin(team, day, start)


# Four stops, worked out by hand in test_schedule.py.
FOUR_STOPS = (
    make_visit(1, 10, service=40, windows=((540, 720),)),
    make_visit(2, 20, service=50, windows=((540, 630), (660, 1080))),
    make_visit(3, 30, service=60),
    make_visit(4, 40, service=30, windows=((780, 1080),)),
)
