"""The ways of a day on the map, drawn without anybody's tiles, with the same as a list beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Centre
from outreach.places.sheets import Box, areas, on_sheet
from scheduling.actions.day_routes import DayRoute, day_routes
from scheduling.forms.visits import DaySheetForm
from scheduling.models import Team

COLOURS = 8  # of lines, told apart by their numbers as well
DISTRICT = 5  # digits of its code
SMALLEST = 400.0  # the part of the sheet that is shown at least
DOT, LETTER, LINE = 0.016, 0.02, 0.006  # of the width seen


@dataclass(frozen=True)
class Point:
    """A stop on the map, with its number on the way."""

    number: int
    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Drawn:
    """A team's way as a line, and its stops."""

    route: DayRoute
    colour: int
    line: str
    points: Sequence[Point]


@requires(Permission.SEE_WEEK)
@require_safe
def routes(request: StaffRequest) -> HttpResponse:
    """Draw where the teams go on a day."""
    teams = Team.objects.for_staff(request.user).order_by("name")
    today = clock.today()
    form = DaySheetForm(request.GET or None, teams=teams, initial={"day": today})
    day, team = form.chosen(today) if request.GET else (today, None)
    centre = request.user.centre
    chosen = list(teams.prefetch_related("members"))
    if team is not None:
        chosen = [one for one in chosen if one.pk == team.pk]
    found = day_routes(centre=centre, teams=chosen, day=day) if centre else []
    drawn = [_drawn(route, centre, number) for number, route in enumerate(found) if centre]
    box = _box(drawn, centre)
    monday = day - timedelta(days=day.weekday())
    page = {
        "form": form,
        "day": day,
        "week_start": monday,
        "days": _days(monday),
        "team": team,
        "drawn": drawn,
        "box": box,
        "shapes": [code for code in areas() if len(code) == DISTRICT],
        "home": on_sheet(centre.latitude, centre.longitude) if centre else None,
        "dot": round(max(box.width, box.height) * DOT, 1),
        "letter": round(max(box.width, box.height) * LETTER, 1),
        "line": round(max(box.width, box.height) * LINE, 1),
        "today": today,
    }
    return render(request, "scheduling/day_routes.html", page)


def _drawn(route: DayRoute, centre: Centre, number: int) -> Drawn:
    home = on_sheet(centre.latitude, centre.longitude)
    places = [on_sheet(way.time.latitude, way.time.longitude) for way in route.ways]
    line = " ".join(f"{x},{y}" for x, y in [home, *places, home])
    points = [
        Point(order, x, y, way.time.name)
        for order, ((x, y), way) in enumerate(zip(places, route.ways, strict=True), 1)
    ]
    return Drawn(route, number % COLOURS + 1, line, points)


def _box(drawn: Sequence[Drawn], centre: Centre | None) -> Box:
    """Return the part of the city in which the ways lie."""
    if centre is None:
        return areas()[""]
    x, y = on_sheet(centre.latitude, centre.longitude)
    start = Box(x - SMALLEST / 2, y - SMALLEST / 2, SMALLEST, SMALLEST)
    return start.holding((point.x, point.y) for one in drawn for point in one.points)


def _days(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(5)]
