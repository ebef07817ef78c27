"""Minutes of travel between all centres and visits, from coordinates alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.planner.problem import Problem, TravelModel

EARTH_RADIUS_KM = 6371.0
SAME_BUILDING_KM = 0.03
ROWS = 32  # worked out at once: so few that they stay in the processor's cache

# The middle of the Han from Gimpo to Hanam, west to east: (longitude, latitude).
HAN_RIVER = (
    (126.76, 37.600),
    (126.80, 37.585),
    (126.88, 37.556),
    (126.93, 37.531),
    (126.98, 37.513),
    (127.03, 37.531),
    (127.07, 37.527),
    (127.11, 37.541),
    (127.18, 37.570),
)


def travel_minutes(problem: Problem) -> NDArray[np.int64]:
    """Return whole minutes, rounded up: rows are the centres, then the visits, in their order."""
    if problem.ways:
        return np.array(problem.ways, dtype=np.int64)
    return model_minutes(problem)


def model_minutes(problem: Problem) -> NDArray[np.int64]:
    """Return the minutes of the travel model, whatever else is known."""
    points = [(c.lat, c.lon) for c in problem.centres] + [(v.lat, v.lon) for v in problem.visits]
    placed = np.array(points, dtype=np.float64).reshape(-1, 2)
    return minutes_between(placed, problem.travel, n_centres=len(problem.centres))


def minutes_between(
    points: NDArray[np.float64], model: TravelModel, *, n_centres: int = 0
) -> NDArray[np.int64]:
    """Return the travel minutes between all pairs of (latitude, longitude), centres first."""
    minutes = np.empty((len(points), len(points)), dtype=np.int64)
    north = _north_of_the_han(points)
    for first in range(0, len(points), ROWS):
        rows = slice(first, first + ROWS)
        km = _beelines(points[rows], points)
        hours = _hours(km, model)
        hours[: max(0, n_centres - first)] *= model.rush
        hours[max(0, n_centres - first) :, :n_centres] *= model.rush
        crosses = north[rows, None] != north[None, :]
        whole = np.ceil(hours * 60 + crosses * model.river_min + model.parking_min - 1e-9)
        minutes[rows] = np.where(km < SAME_BUILDING_KM, model.same_building_min, whole)
    np.fill_diagonal(minutes, 0)
    return minutes


def _hours(km: NDArray[np.float64], model: TravelModel) -> NDArray[np.float64]:
    """Return hours on the road for beelines."""
    road = km * model.detour
    ramp = np.minimum(1.0, road / model.v_ramp_km)
    hours: NDArray[np.float64] = road / (model.v_short + (model.v_long - model.v_short) * ramp)
    return hours


def _beelines(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return kilometres by the haversine formula."""
    from_lat, from_lon = np.radians(here[:, 0]), np.radians(here[:, 1])
    lat, lon = np.radians(there[:, 0]), np.radians(there[:, 1])
    dlat = from_lat[:, None] - lat[None, :]
    dlon = from_lon[:, None] - lon[None, :]
    both = np.cos(from_lat)[:, None] * np.cos(lat)[None, :]
    h = np.sin(dlat / 2) ** 2 + both * np.sin(dlon / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(h))
    return km


def _north_of_the_han(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    # There and back through radians, as the checker does it: a point on the line must not differ.
    lat, lon = np.degrees(np.radians(points[:, 0])), np.degrees(np.radians(points[:, 1]))
    river = np.array(HAN_RIVER)
    north: NDArray[np.bool_] = lat > np.interp(lon, river[:, 0], river[:, 1])
    return north
