"""A plan as a page reads it: days, teams, stops with their words, and what stays out why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from outreach.models import Workplace
from safety.models import DueItem
from scheduling.models import Plan, PlanStop, Team, Visit


@dataclass(frozen=True)
class PlanRow:
    """One line of a team's day: a proposed stop, or a visit that is booked already."""

    starts_at: datetime
    ends_at: datetime
    workplace: Workplace
    services: list[str]
    due_date: date | None
    stop: PlanStop | None = None
    visit: Visit | None = None
    same_doors: bool = False  # as the one before: no drive, no parking


@dataclass(frozen=True)
class TeamDay:
    """What one team does on one day."""

    team: Team
    rows: list[PlanRow]

    @property
    def drive_minutes(self) -> int:
        """The drives to the proposed stops."""
        return sum(row.stop.drive_minutes for row in self.rows if row.stop and row.stop.is_kept)


@dataclass(frozen=True)
class PlanDay:
    """One day of the week and the teams that go out."""

    date: date
    teams: list[TeamDay]


def plan_days(plan: Plan) -> list[PlanDay]:
    """Return the days of a plan with everything that happens on them, in order."""
    stops = plan.stops.select_related("workplace", "team", "visit").prefetch_related("due_items")
    rows = [(stop.team, _row_of_stop(stop)) for stop in stops]
    if plan.state == Plan.State.PROPOSED:
        first = timezone.make_aware(datetime.combine(plan.week_start_date, datetime.min.time()))
        booked = Visit.objects.live().filter(
            centre=plan.centre_id, starts_at__gte=first, starts_at__lt=first + timedelta(days=7)
        )
        rows += [
            (visit.team, _row_of_visit(visit))
            for visit in booked.select_related("workplace", "team").prefetch_related("due_items")
        ]
    days: dict[date, dict[int, TeamDay]] = {}
    for team, row in sorted(rows, key=lambda pair: (pair[1].starts_at, pair[0].name)):
        day = days.setdefault(timezone.localdate(row.starts_at), {})
        rows_before = day.setdefault(team.pk, TeamDay(team, [])).rows
        same = bool(rows_before) and _share_doors(rows_before[-1].workplace, row.workplace)
        rows_before.append(replace(row, same_doors=same))
    return [
        PlanDay(day, sorted(teams.values(), key=lambda one: one.team.name))
        for day, teams in sorted(days.items())
    ]


def _share_doors(one: Workplace, other: Workplace) -> bool:
    """Tell whether two workplaces are behind one address; the middle of a dong is no door."""
    exact = Workplace.Precision.ADDRESS
    return (one.precision, one.latitude, one.longitude) == (
        exact,
        other.latitude,
        other.longitude,
    ) and other.precision == exact


def services_of(items: Iterable[DueItem]) -> list[str]:
    """Say what a visit is for, without a name: how many people for which service."""
    kinds: dict[str, set[int | None]] = {}
    labels: dict[str, str] = {}
    for item in items:
        kinds.setdefault(item.kind, set()).add(item.worker_id)
        labels[item.kind] = str(item.get_kind_display())
    return [
        labels[kind]
        if None in people
        else ngettext("%(service)s, %(count)s person", "%(service)s, %(count)s people", len(people))
        % {"service": labels[kind], "count": len(people)}
        for kind, people in sorted(kinds.items(), reverse=True)
    ]


def _row_of_stop(stop: PlanStop) -> PlanRow:
    items = list(stop.due_items.all())
    return PlanRow(
        starts_at=stop.starts_at,
        ends_at=stop.ends_at,
        workplace=stop.workplace,
        services=services_of(items),
        due_date=min((item.due_date for item in items), default=None),
        stop=stop,
    )


def _row_of_visit(visit: Visit) -> PlanRow:
    return PlanRow(
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        workplace=visit.workplace,
        services=services_of(visit.due_items.all()),
        due_date=None,
        visit=visit,
    )
