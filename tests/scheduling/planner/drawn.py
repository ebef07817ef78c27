"""Problems drawn at random, small and tight enough that much does not fit."""

from __future__ import annotations

from hypothesis import strategies as st

from scheduling.planner.problem import Centre, Lunch, Pin, Problem, Team, TravelModel, Visit

SEOUL = TravelModel(
    detour=1.35,
    v_short=18.0,
    v_long=28.0,
    v_ramp_km=15.0,
    river_min=4.0,
    parking_min=5.0,
    same_building_min=3.0,
)
NURSE, DOCTOR = frozenset({"nurse"}), frozenset({"nurse", "doctor"})
TEAM_SKILLS = st.sampled_from((DOCTOR, DOCTOR, NURSE))
VISIT_SKILLS = st.sampled_from((NURSE, NURSE, NURSE, NURSE, DOCTOR, frozenset({"bus"})))
WINDOWS = (
    ((540, 1080),),
    ((540, 720), (780, 1080)),
    ((540, 660),),
    ((600, 640), (700, 760), (900, 1000)),
    ((900, 1080),),
)
SHIFTS = ((540, 1080), (540, 1080), (540, 900), (660, 1080), (540, 780), None)
LATITUDES = st.integers(37450, 37650).map(lambda x: x / 1000)
LONGITUDES = st.integers(126850, 127100).map(lambda x: x / 1000)
DRIVES = (200, 300, 150, 80)
PIN_STARTS = st.sampled_from((600, 690, 700, 780, 850, 900))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Return a problem with up to 3 teams, 3 days and 9 visits, some of them pinned."""
    n_days, n_teams = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    shifts = st.tuples(*[st.sampled_from(SHIFTS)] * n_days)
    teams = tuple(
        Team(i, i % 2, draw(TEAM_SKILLS), draw(st.sampled_from(DRIVES)), draw(shifts))
        for i in range(n_teams)
    )
    return Problem(
        n_days=n_days,
        travel=SEOUL,
        lunch=Lunch(60, 690, 780, 780),
        centres=(Centre("north", 37.566, 126.991), Centre("south", 37.479, 126.888)),
        teams=teams,
        visits=tuple(
            draw(_visits(i, n_days, teams))
            for i in range(draw(st.integers(0, 9).map(lambda left: 9 - left)))
        ),
        start_step=draw(st.sampled_from((1, 10))),
    )


@st.composite
def _visits(draw: st.DrawFn, id: int, n_days: int, teams: tuple[Team, ...]) -> Visit:
    all_days = frozenset(range(n_days))
    days = draw(st.just(all_days) | st.frozensets(st.integers(0, n_days - 1)))
    asked = draw(VISIT_SKILLS)
    able = [
        (team.id, day)
        for team in teams
        for day in sorted(days)
        if asked <= team.skills and team.shifts[day]
    ]
    pin = None
    if able and draw(st.integers(0, 9)) == 9:
        team, day = draw(st.sampled_from(able))
        pin = Pin(team, day, draw(PIN_STARTS))
    return Visit(
        id=id,
        lat=draw(LATITUDES),
        lon=draw(LONGITUDES),
        service=draw(st.sampled_from((20, 35, 50, 65, 90, 180))),
        skills=asked,
        windows=draw(st.sampled_from(WINDOWS)),
        days=days,
        due=draw(st.integers(-5, 5)),
        priority=draw(st.integers(1, 4)),
        unserved_cost=draw(st.integers(0, 500)),
        late_cost_per_day=draw(st.integers(0, 15)),
        late_cap=draw(st.integers(0, 100)),
        pin=pin,
    )
