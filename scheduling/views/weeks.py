"""A week of the centre: days × teams, what is booked, what is taught, who is at work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import ClosedDay
from outreach.rules.workdays import is_working_day
from scheduling.forms.plans import WeekForm
from scheduling.models import (
    Offer,
    OfferSlot,
    OwnerAnswer,
    Plan,
    Shift,
    Team,
    TrainingClass,
    Visit,
)

WEEK = timedelta(days=7)
SATURDAY = 5


@dataclass
class Cell:
    """One team on one day."""

    team: Team
    shift: Shift | None = None
    visits: list[Visit] = field(default_factory=list)
    kept: list[OfferSlot] = field(default_factory=list)  # times that an owner may still take


@dataclass
class Day:
    """One day of the week."""

    date: date
    is_today: bool
    closed: str  # why nobody works, or nothing
    cells: dict[int, Cell]
    classes: list[TrainingClass] = field(default_factory=list)

    @property
    def is_busy(self) -> bool:
        """Whether anything happens on it, or somebody is at work."""
        return bool(self.classes) or any(
            cell.shift or cell.visits or cell.kept for cell in self.cells.values()
        )


@requires(Permission.SEE_WEEK)
@require_safe
def week(request: StaffRequest) -> HttpResponse:
    """Show a week: each day by team, with classes and shifts."""
    today = clock.today()
    monday = WeekForm(request.GET).monday(today)
    mine = request.user
    teams = list(Team.objects.for_staff(mine).order_by("name"))
    visits = visits_of(request, monday)
    classes = list(classes_of(request, monday))
    shifts = Shift.objects.for_staff(mine).filter(date__gte=monday, date__lt=monday + WEEK)
    proposals = Plan.objects.for_staff(mine).filter(
        week_start_date=monday, state=Plan.State.PROPOSED
    )
    page = {
        "week_start": monday,
        "today": today,
        "teams": teams,
        "days": _days(
            monday,
            today,
            teams,
            shifts,
            visits,
            kept_times_of(request, monday),
            classes,
            closed_days_of(request, monday),
        ),
        "visit_count": len(visits),
        "open_count": sum(visit.state == Visit.State.BOOKED for visit in visits),
        "class_count": len(classes),
        "proposal": proposals.first(),
        "may_plan": mine.may(Permission.BOOK) and monday + timedelta(days=6) > today,
        "sees_classes": mine.may(Permission.SEE_CLASSES),
    }
    return render(request, "scheduling/week.html", page)


def visits_of(request: StaffRequest, monday: date) -> list[Visit]:
    """Return the visits of a week, with what is first due of each and whether it has a wish."""
    wishes = OwnerAnswer.objects.unhandled().filter(visit=OuterRef("pk"))
    owed = Q(due_items__closed_at=None)
    return list(
        Visit.objects.for_staff(request.user)
        .filter(_within(monday))
        .exclude(state=Visit.State.CANCELLED)
        .select_related("workplace", "lock")
        .only("team", "starts_at", "ends_at", "state", "version", "workplace__name", "lock__visit")
        .annotate(first_due=Min("due_items__due_date", filter=owed), has_wish=Exists(wishes))
        .order_by("starts_at", "pk")
    )


def classes_of(request: StaffRequest, monday: date) -> QuerySet[TrainingClass]:
    """Return the classes of a week that are held."""
    return (
        TrainingClass.objects.for_staff(request.user)
        .exclude(state=TrainingClass.State.CANCELLED)
        .filter(_within(monday))
        .select_related("course", "venue")
        .order_by("starts_at")
    )


def kept_times_of(request: StaffRequest, monday: date) -> list[OfferSlot]:
    """Return the times of a week that are kept for owners who have not chosen yet."""
    open_offers = Offer.objects.for_staff(request.user).open(clock.now())
    return list(
        OfferSlot.objects.for_staff(request.user)
        .filter(_within(monday), offer__in=open_offers)
        .select_related("offer__workplace")
        .order_by("starts_at", "pk")
    )


def closed_days_of(request: StaffRequest, monday: date) -> dict[date, str]:
    """Return why nobody works on days of a week: the name of an added day off, or a holiday."""
    week = [monday + timedelta(days=number) for number in range(7)]
    closed = {day: _("no working day") for day in week if not is_working_day(day)}
    own = ClosedDay.objects.for_staff(request.user) | ClosedDay.objects.filter(centre=None)
    return closed | {row.date: row.name for row in own.filter(date__in=week)}


def _days(
    monday: date,
    today: date,
    teams: list[Team],
    shifts: Iterable[Shift],
    visits: list[Visit],
    kept: list[OfferSlot],
    classes: list[TrainingClass],
    closed: dict[date, str],
) -> list[Day]:
    """Put everything on its day; a weekend without anything is left out."""
    days = {
        day: Day(
            date=day,
            is_today=day == today,
            closed=closed.get(day, ""),
            cells={team.pk: Cell(team) for team in teams},
        )
        for day in (monday + timedelta(days=number) for number in range(7))
    }
    for shift in shifts:
        days[shift.date].cells[shift.team_id].shift = shift
    for visit in visits:
        days[timezone.localdate(visit.starts_at)].cells[visit.team_id].visits.append(visit)
    for slot in kept:
        days[timezone.localdate(slot.starts_at)].cells[slot.team_id].kept.append(slot)
    for training_class in classes:
        days[timezone.localdate(training_class.starts_at)].classes.append(training_class)
    return [day for day in days.values() if day.date.weekday() < SATURDAY or day.is_busy]


def _within(monday: date) -> Q:
    first = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    return Q(starts_at__gte=first, starts_at__lt=first + WEEK)
