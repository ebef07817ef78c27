"""The minutes between the places of a plan: by the travel service where it was asked, kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from scheduling.channels.roads import Point, RoadsAreSilent, Seconds, roads_by_settings
from scheduling.models import DrivingTimes
from scheduling.planner.problem import Problem, TravelModel
from scheduling.planner.travel import model_minutes

KEPT = timedelta(days=90)  # roads change; traffic is the service's own guess
AT_ONCE = 50  # origins whose drives are written down together


def with_kept_ways(problem: Problem) -> Problem:
    """Return the problem with the kept minutes, and the model's where none are kept."""
    if not settings.TRAVEL_URL:
        return problem
    points = points_of(problem)
    rows = _kept(points)
    minutes = model_minutes(problem).tolist()
    for here, origin in enumerate(points):
        told = rows.get(_key(origin), {})
        for there, goal in enumerate(points):
            seconds = told.get(_key(goal))
            # One building is one building, whatever the roads around it say.
            same = minutes[here][there] <= problem.travel.same_building_min
            if seconds is not None and not same:
                minutes[here][there] = _minutes(seconds, problem.travel)
    return replace(problem, ways=tuple(map(tuple, minutes)))


def missing_ways(problem: Problem) -> int:
    """Return how many drives of a problem are the model's though a travel service is named."""
    if not settings.TRAVEL_URL:
        return 0
    points = points_of(problem)
    keys = sorted({_key(point) for point in points})
    rows = _kept(points)
    known = sum(key in rows.get(origin, {}) for origin in keys for key in keys if key != origin)
    return len(keys) * (len(keys) - 1) - known


def ask_for_ways(problem: Problem, *, now: datetime) -> int:
    """
    Ask the travel service for the drives that are not kept, and return how many it told.

    When it falls silent, what it told before is kept, and the model stands in for the rest. No
    transaction may be open.
    """
    roads = roads_by_settings()
    if roads is None:
        return 0
    DrivingTimes.objects.filter(asked_at__lt=now - KEPT).delete()
    places = {_key((lat, lon)): (round(lat, 5), round(lon, 5)) for lat, lon in points_of(problem)}
    rows = _kept(list(places.values()))
    lacking: dict[tuple[str, ...], list[str]] = {}  # origins by what they lack
    for key in places:
        if lacks := tuple(goal for goal in places if goal not in rows.get(key, {})):
            lacking.setdefault(lacks, []).append(key)
    told = 0
    for goals, origins in lacking.items():
        for first in range(0, len(origins), AT_ONCE):
            some = origins[first : first + AT_ONCE]
            try:
                table = roads.seconds([places[k] for k in some], [places[k] for k in goals])
            except RoadsAreSilent:
                return told
            _keep(some, goals, table, now)
            told += len(some) * len(goals)
    return told


def points_of(problem: Problem) -> list[Point]:
    """Return where the centres and the visits are, in their order."""
    points = [(centre.lat, centre.lon) for centre in problem.centres]
    return points + [(visit.lat, visit.lon) for visit in problem.visits]


@transaction.atomic
def _keep(origins: Sequence[str], goals: Sequence[str], table: Seconds, now: datetime) -> None:
    DrivingTimes.objects.bulk_create(
        (DrivingTimes(origin=origin, asked_at=now) for origin in origins), ignore_conflicts=True
    )
    rows = {
        row.origin: row
        for row in DrivingTimes.objects.select_for_update().filter(origin__in=origins)
    }
    for origin, seconds in zip(origins, table, strict=True):
        rows[origin].seconds |= dict(zip(goals, seconds, strict=True))
        rows[origin].asked_at = now
    DrivingTimes.objects.bulk_update(rows.values(), ["seconds", "asked_at"])


def _kept(points: Sequence[Point]) -> dict[str, dict[str, int | None]]:
    keys = {_key(point) for point in points}
    return dict(DrivingTimes.objects.filter(origin__in=keys).values_list("origin", "seconds"))


def _minutes(seconds: int, model: TravelModel) -> int:
    return math.ceil(seconds / 60 + model.parking_min)


def _key(point: Point) -> str:
    return f"{point[0]:.5f},{point[1]:.5f}"
