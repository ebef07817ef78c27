"""
Planning problems drawn from a seed: where Seoul's small manufacturers are, and what they need.

The numbers are those of the planning problem's own generator, so that a seed means the same town
for everybody who compares planners.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from scheduling.planner.problem import Centre, Lunch, Pin, Problem, Team, TravelModel, Visit
from scheduling.planner.schedule import Minutes, Timeline
from scheduling.planner.travel import travel_minutes

TRAVEL = TravelModel(1.35, 18.0, 28.0, 15.0, 4.0, 5.0, 3.0)
LUNCH = Lunch(60, 690, 780, 780)
CENTRE = Centre("중앙센터(을지로)", 37.5660, 126.9910)
# Latitude, longitude, spread in km, weight, share of workplaces in a building with others.
CLUSTERS = (
    (37.517, 126.895, 0.45, 14, 0.10), (37.573, 127.013, 0.35, 11, 0.15),
    (37.566, 126.994, 0.45, 11, 0.20), (37.571, 126.990, 0.35, 7, 0.30),
    (37.544, 127.056, 0.70, 13, 0.30), (37.606, 127.035, 0.60, 8, 0.10),
    (37.478, 126.883, 0.60, 14, 0.50), (37.466, 126.897, 0.60, 6, 0.20),
    (37.588, 127.087, 0.50, 5, 0.10), (37.526, 126.890, 0.50, 4, 0.20),
    (37.492, 126.823, 0.35, 3, 0.10), (37.575, 127.024, 0.35, 4, 0.15),
)  # fmt: skip
DISTRICTS = (
    (37.5735, 126.9790), (37.5636, 126.9976), (37.5326, 126.9905), (37.5634, 127.0369),
    (37.5385, 127.0823), (37.5744, 127.0396), (37.6063, 127.0925), (37.5894, 127.0167),
    (37.6396, 127.0257), (37.6688, 127.0471), (37.6542, 127.0568), (37.6027, 126.9291),
    (37.5791, 126.9368), (37.5663, 126.9019), (37.5170, 126.8664), (37.5509, 126.8495),
    (37.4954, 126.8874), (37.4569, 126.8955), (37.5264, 126.8962), (37.5124, 126.9393),
    (37.4784, 126.9516), (37.4837, 127.0324), (37.5172, 127.0473), (37.5145, 127.1059),
    (37.5301, 127.1238),
)  # fmt: skip
KM_NORTH, KM_EAST = 1 / 110.95, 1 / (111.32 * math.cos(math.radians(37.55)))
TEAMS = tuple(
    frozenset(skills.split())
    for skills in (
        "nurse counsellor", "nurse doctor", "nurse doctor bus", "nurse", "nurse counsellor",
        "nurse doctor", "nurse counsellor doctor", "nurse", "nurse counsellor", "nurse doctor bus",
    )
)  # fmt: skip
ALL_DAY = ((540, 1080),)
HOURS = (
    (0.50, ALL_DAY), (0.70, ((540, 720), (780, 1080))), (0.78, ((540, 720),)),
    (0.88, ((780, 1080),)), (0.93, ((900, 1080),)), (0.97, ((540, 660),)), (1.0, ((600, 960),)),
)  # fmt: skip
UNSERVED = {1: 60, 2: 120, 3: 240, 4: 480}
LATE_A_DAY = {1: 2, 2: 4, 3: 8, 4: 15}
PINNED = 0.10


@dataclass
class Town:
    """A town in the making: chance, the days, the teams and the buildings drawn so far."""

    chance: np.random.Generator
    n_days: int
    teams: tuple[Team, ...]
    buildings: dict[int, list[tuple[float, float]]]


def town(n_visits: int, n_teams: int, n_days: int, seed: int) -> Problem:
    """Return the town of this seed."""
    chance = np.random.default_rng(seed)
    teams = tuple(
        Team(team, 0, TEAMS[team % len(TEAMS)], 200, tuple(_shift(chance) for _ in range(n_days)))
        for team in range(n_teams)
    )
    here = Town(chance, n_days, teams, {})
    free = Problem(
        n_days=n_days,
        travel=TRAVEL,
        lunch=LUNCH,
        centres=(CENTRE,),
        teams=teams,
        visits=tuple(_visit(here, number) for number in range(n_visits)),
        name=f"town {n_visits} seed {seed}",
    )
    return _with_pins(free, here)


def _shift(chance: np.random.Generator) -> tuple[int, int] | None:
    lot = chance.random()
    if lot < 0.04:
        return None
    return (540, 900) if lot < 0.07 else (660, 1080) if lot < 0.09 else (540, 1080)


def _visit(here: Town, number: int) -> Visit:
    chance = here.chance
    lat, lon = _place(here)
    head = int(np.clip(round(math.exp(chance.normal(math.log(5.5), 0.85))), 1, 49))
    skills, service = _needs(here, head)
    lot = chance.random()
    windows = next(hours for share, hours in HOURS if lot < share)
    if max(closes - opens for opens, closes in windows) < service + 30:
        windows = ALL_DAY
    days = _days(here)
    due = _due(here)
    priority = int(chance.choice([1, 2, 3, 4], p=[0.5, 0.28, 0.16, 0.06]))
    cost = round(UNSERVED[priority] * _urgency(due, here.n_days))
    return Visit(
        id=number, lat=round(lat, 6), lon=round(lon, 6), service=service, skills=skills,
        windows=windows, days=days, due=due, priority=priority, unserved_cost=cost,
        late_cost_per_day=LATE_A_DAY[priority], late_cap=int(0.8 * cost),
    )  # fmt: skip


def _place(here: Town) -> tuple[float, float]:
    chance = here.chance
    weights = np.array([cluster[3] for cluster in CLUSTERS], float)
    if chance.random() >= 0.72:
        lat, lon = DISTRICTS[int(chance.integers(len(DISTRICTS)))]
        spread = 1.1
    else:
        cluster = int(chance.choice(len(CLUSTERS), p=weights / weights.sum()))
        lat, lon, spread, _, shared = CLUSTERS[cluster]
        built = here.buildings.get(cluster)
        if built and chance.random() < shared:
            return built[int(chance.integers(len(built)))]
    place = lat + chance.normal(0, spread) * KM_NORTH, lon + chance.normal(0, spread) * KM_EAST
    if spread != 1.1:
        here.buildings.setdefault(cluster, []).append(place)
    return place


def _needs(here: Town, head: int) -> tuple[frozenset[str], int]:
    lot, minutes, needs = here.chance.random(), 15 + 3 * min(head, 20), ["nurse"]
    if lot < 0.10 and head >= 5:
        needs, minutes = ["nurse", "doctor", "bus"], 60 + 4 * head
    elif lot < 0.15:
        needs, minutes = ["nurse", "counsellor", "doctor"], minutes + 35
    elif lot < 0.60:
        needs, minutes = ["nurse", "counsellor" if lot < 0.38 else "doctor"], minutes + 20
    if not any(set(needs) <= team.skills for team in here.teams):
        needs = needs[:2]
        if not any(set(needs) <= team.skills for team in here.teams):
            needs = ["nurse"]
    minutes = int(np.clip(5 * round(minutes * here.chance.uniform(0.85, 1.15) / 5), 20, 180))
    return frozenset(needs), minutes


def _days(here: Town) -> frozenset[int]:
    chance, lot, days = here.chance, here.chance.random(), range(here.n_days)
    some = list(days)
    if lot < 0.12:
        size = int(chance.integers(2, 4))
        weekdays = set(chance.choice(5, size=size, replace=False).tolist())
        some = [day for day in days if day % 5 in weekdays]
    elif lot < 0.30:
        first = int(chance.integers(1, max(2, int(here.n_days * 0.6))))
        some = [day for day in days if day >= first]
    elif lot < 0.40:
        some = [day for day in days if chance.random() > 0.3]
    return frozenset(some or days)


def _due(here: Town) -> int:
    lot = here.chance.random()
    if lot < 0.15:
        return -int(here.chance.integers(1, 16))
    if lot < 0.75:
        return int(here.chance.integers(0, here.n_days))
    return here.n_days + int(here.chance.integers(0, 11))


def _urgency(due: int, n_days: int) -> float:
    if due < 0:
        return 1.5 + 0.05 * min(-due, 15)
    return 1.0 if due < n_days else max(0.5, 0.8 - 0.03 * (due - n_days))


def _with_pins(problem: Problem, here: Town) -> Problem:
    """Confirm a tenth of the visits, so that they fit together."""
    minutes: Minutes = travel_minutes(problem).tolist()
    wanted = round(PINNED * len(problem.visits))
    for number in here.chance.permutation(len(problem.visits)).tolist():
        if wanted == 0:
            break
        for _ in range(25):
            pinned = _pin(problem, minutes, here, number)
            if pinned is not None:
                problem, wanted = pinned, wanted - 1
                break
    return problem


def _pin(problem: Problem, minutes: Minutes, here: Town, number: int) -> Problem | None:
    chance, visit = here.chance, problem.visits[number]
    team = here.teams[int(chance.integers(len(here.teams)))]
    days = sorted(visit.days)
    day = days[int(chance.integers(len(days)))]
    shift = team.shifts[day]
    if shift is None or not visit.skills <= team.skills:
        return None
    opens, closes = visit.windows[int(chance.integers(len(visit.windows)))]
    first = max(opens, shift[0] + 30)
    last = min(closes, shift[1] - 30) - visit.service
    if last < first:
        return None
    start = int(chance.integers(first, last + 1))
    start -= start % 30
    start += 30 if start < first else 0
    day_so_far = [
        (other.pin.start, place)
        for place, other in enumerate(problem.visits)
        if other.pin is not None and (other.pin.team, other.pin.day) == (team.id, day)
    ]
    if start > last or len(day_so_far) >= 3:
        return None
    changed = list(problem.visits)
    changed[number] = replace(visit, pin=Pin(team.id, day, start))
    problem = replace(problem, visits=tuple(changed))
    order = [place for _, place in sorted([*day_so_far, (start, number)])]
    fits = Timeline(problem, minutes, team.id, day, order).feasible
    return problem if fits else None
