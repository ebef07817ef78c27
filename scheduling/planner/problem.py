"""What is to be planned: teams with their shifts, visits with their wishes, and how we travel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

MINUTES_A_DAY = 24 * 60


class ProblemNotUnderstood(ValueError):
    """The problem contradicts itself; the words name the thing and the field."""


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ProblemNotUnderstood(what)


@dataclass(frozen=True)
class TravelModel:
    """
    How long a way takes: beeline times detour, faster on longer ways, dearer over the Han.

    Ways from and to a centre lie in the rush hours at both ends of the day: they take `rush` times
    as long on the road.
    """

    detour: float
    v_short: float
    v_long: float
    v_ramp_km: float
    river_min: float
    parking_min: float
    same_building_min: float
    rush: float = 1.0

    def __post_init__(self) -> None:
        _require(self.detour >= 1, "travel: detour is less than 1")
        _require(min(self.v_short, self.v_long) > 0, "travel: a speed is not above 0")
        _require(self.v_ramp_km > 0, "travel: v_ramp_km is not above 0")
        _require(self.rush >= 1, "travel: rush is less than 1")
        least = min(self.river_min, self.parking_min, self.same_building_min)
        _require(least >= 0, "travel: minutes are less than 0")


@dataclass(frozen=True)
class Lunch:
    """An uninterrupted break, not owed by a team that is back early."""

    minutes: int
    earliest: int
    latest_start: int
    exempt_if_back_by: int

    def __post_init__(self) -> None:
        _require(min(self.minutes, self.earliest) >= 0, "lunch: a time is less than 0")
        _require(self.earliest <= self.latest_start, "lunch: earliest is after latest_start")


@dataclass(frozen=True)
class Centre:
    """Where a team starts and ends its day."""

    name: str
    lat: float
    lon: float

    def __post_init__(self) -> None:
        _check_point(self.lat, self.lon, f"centre {self.name}")


@dataclass(frozen=True)
class Team:
    """People who drive together; a day without a shift is None."""

    id: int
    centre: int
    skills: frozenset[str]
    max_drive: int
    shifts: tuple[tuple[int, int] | None, ...]

    def __post_init__(self) -> None:
        _require(self.max_drive >= 0, f"team {self.id}: max_drive is less than 0")
        for day, shift in enumerate(self.shifts):
            _require(
                shift is None or 0 <= shift[0] < shift[1] <= MINUTES_A_DAY,
                f"team {self.id}: the shift of day {day} is not a time of one day",
            )


@dataclass(frozen=True)
class Pin:
    """A promise already made: this team, this day, this minute."""

    team: int
    day: int
    start: int

    def __post_init__(self) -> None:
        _require(0 <= self.start < MINUTES_A_DAY, f"pin: {self.start} is not a minute of the day")


@dataclass(frozen=True)
class Visit:
    """
    One visit to one place: what it needs, when it may be, and what leaving it out costs.

    A visit planned before has a `home`, its team and day: going elsewhere costs `move_cost`.
    """

    id: int
    lat: float
    lon: float
    service: int
    skills: frozenset[str]
    windows: tuple[tuple[int, int], ...]
    days: frozenset[int]
    due: int
    priority: int
    unserved_cost: int
    late_cost_per_day: int = 0
    late_cap: int = 0
    pin: Pin | None = None
    home: tuple[int, int] | None = None
    move_cost: int = 0

    def __post_init__(self) -> None:
        me = f"visit {self.id}"
        _check_point(self.lat, self.lon, me)
        _require(self.service > 0, f"{me}: service is not above 0")
        _require(1 <= self.priority <= 4, f"{me}: priority is not 1, 2, 3 or 4")
        costs = (self.unserved_cost, self.late_cost_per_day, self.late_cap, self.move_cost)
        _require(min(costs) >= 0, f"{me}: a cost is less than 0")
        closed = 0
        for opens, closes in self.windows:
            _require(
                closed <= opens < closes <= MINUTES_A_DAY,
                f"{me}: window {opens}-{closes} is empty, out of order or not within a day",
            )
            closed = closes

    def late_cost(self, day: int) -> int:
        """Return the cost of coming on this day: per day after the due day, up to a cap."""
        return min(self.late_cap, self.late_cost_per_day * max(0, day - max(self.due, -1)))

    def moved_cost(self, team: int, day: int) -> int:
        """Return the cost of going with this team (its id) on this day if it was another before."""
        return 0 if self.home in (None, (team, day)) else self.move_cost


@dataclass(frozen=True)
class Problem:
    """
    A whole planning problem; days count from 0, times are minutes of the day.

    `start_step` makes every start that is not pinned a multiple of so many minutes. `ways` are the
    minutes between all centres and visits, in their order, where they are known better than by the
    travel model.
    """

    n_days: int
    travel: TravelModel
    lunch: Lunch
    centres: tuple[Centre, ...]
    teams: tuple[Team, ...]
    visits: tuple[Visit, ...]
    start_step: int = 1
    name: str = ""
    ways: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        size = len(self.centres) + len(self.visits) if self.ways else 0
        _require([len(row) for row in self.ways] == [size] * size, "ways are not one for each pair")
        _require(min(map(min, self.ways), default=0) >= 0, "ways: minutes are less than 0")
        _require(self.n_days >= 1, "n_days is less than 1")
        _require(self.start_step >= 1, "start_step is less than 1")
        _require(len(self.team_index) == len(self.teams), "two teams have one id")
        _require(len(self.visit_index) == len(self.visits), "two visits have one id")
        for team in self.teams:
            me = f"team {team.id}"
            _require(0 <= team.centre < len(self.centres), f"{me}: no centre {team.centre}")
            _require(len(team.shifts) == self.n_days, f"{me}: shifts are not {self.n_days} days")
        for visit in self.visits:
            inside = all(0 <= day < self.n_days for day in visit.days)
            _require(inside, f"visit {visit.id}: a day is not within 0 to {self.n_days - 1}")
            if visit.pin is not None:
                self._check_pin(visit, visit.pin)

    def _check_pin(self, visit: Visit, pin: Pin) -> None:
        me = f"visit {visit.id}: pin"
        _require(pin.team in self.team_index, f"{me}: no team {pin.team}")
        _require(pin.day in visit.days, f"{me}: day {pin.day} is not one of its days")
        team = self.teams[self.team_index[pin.team]]
        _require(team.shifts[pin.day] is not None, f"{me}: team {pin.team} is off that day")
        _require(visit.skills <= team.skills, f"{me}: team {pin.team} lacks a skill")

    @cached_property
    def team_index(self) -> dict[int, int]:
        """Where each team stands in `teams`, by id."""
        return {team.id: index for index, team in enumerate(self.teams)}

    @cached_property
    def visit_index(self) -> dict[int, int]:
        """Where each visit stands in `visits`, by id."""
        return {visit.id: index for index, visit in enumerate(self.visits)}


def _check_point(lat: float, lon: float, me: str) -> None:
    _require(-90 <= lat <= 90 and -180 <= lon <= 180, f"{me}: lat and lon are not on the earth")
