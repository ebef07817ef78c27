"""The week as a board: teams down, days across, and what waits to be put on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Centre
from scheduling.actions.plan_candidates import REACH, Candidate, earliest_candidates
from scheduling.forms.plans import WeekForm
from scheduling.models import Plan, PlanStop, Shift, Team, TrainingClass, Visit
from scheduling.views.plan_rows import services_of
from scheduling.views.plan_words import left_out
from scheduling.views.weeks import WEEK, classes_of, kept_times_of, visits_of

WAITING = 24  # so many are listed; the due list has them all
OPENS, CLOSES = time(9), time(18)  # at least these hours are shown
CLASSES = "classes"  # the row of the board that is no team


@dataclass(frozen=True)
class Waiting:
    """A workplace with something due that no visit is booked for, and why not."""

    candidate: Candidate
    services: list[str]
    stop: PlanStop | None  # where a plan would go
    words: str
    change: str


@requires(Permission.SEE_WEEK)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Show the board of a week; without a script, the week's table says the same."""
    today = clock.today()
    monday = WeekForm(request.GET).monday(today)
    may_book = request.user.may(Permission.BOOK)
    page = {
        "week_start": monday,
        "today": today,
        "teams": Team.objects.for_staff(request.user).order_by("name"),
        "may_book": may_book,
        "plan": Plan.objects.for_staff(request.user)
        .filter(week_start_date=monday, state=Plan.State.PROPOSED)
        .first(),
    }
    return render(request, "scheduling/week_board.html", page)


@requires(Permission.BOOK)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """List what is due and not booked, with the reasons of the week's plan, beside the board."""
    if not request.htmx:
        return redirect(f"{reverse('week-board')}?{request.GET.urlencode()}")
    today = clock.today()
    monday = WeekForm(request.GET).monday(today)
    rows = _waiting(request, request.user.centre, monday) if request.user.centre else []
    page = {"rows": rows, "week_start": monday, "today": today, "most": WAITING}
    return render(request, "scheduling/_week_waiting.html", page)


@requires(Permission.SEE_WEEK)
@require_safe
def board_json(request: StaffRequest) -> JsonResponse:
    """Return the teams and everything that happens in a week, as the board draws it."""
    monday = WeekForm(request.GET).monday(clock.today())
    teams = list(Team.objects.for_staff(request.user).order_by("name"))
    classes, visits = list(classes_of(request, monday)), visits_of(request, monday)
    shifts = list(Shift.objects.for_staff(request.user).filter(date__in=_week(monday)))
    moments = [(visit.starts_at, visit.ends_at) for visit in visits]
    moments += [(one.starts_at, one.ends_at) for one in classes]
    opens, closes = _hours(shifts, moments)
    rows = [{"id": str(team.pk), "title": team.name} for team in teams]
    if classes:
        rows.append({"id": CLASSES, "title": _("Classes")})
    return JsonResponse(
        {
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "resources": rows,
            "events": [
                *_closed_hours(monday, teams, shifts, opens, closes),
                *(_of_visit(request, visit) for visit in visits),
                *_kept(request, monday),
                *_proposed(request, monday),
                *(_of_class(one) for one in classes),
            ],
        }
    )


def _of_visit(request: StaffRequest, visit: Visit) -> dict[str, object]:
    may_move = request.user.may(Permission.BOOK) and visit.is_live and visit.starts_at > clock.now()
    return {
        "id": f"visit-{visit.pk}",
        "resourceIds": [str(visit.team_id)],
        "start": _local(visit.starts_at),
        "end": _local(visit.ends_at),
        "title": visit.workplace.name,
        "startEditable": may_move and not visit.is_held,
        "classNames": [f"is-{visit.state.lower()}", *(["is-held"] if visit.is_held else [])],
        "extendedProps": {
            "kind": "visit",
            "state": str(visit.get_state_display()),
            "held": _("locked") if visit.is_held else "",
            "wish": _("wants another time") if getattr(visit, "has_wish", False) else "",
            "version": visit.version,
            "minutes": visit.minutes,
            "page": reverse("visit", args=[visit.pk]),
            "move": reverse("visit-move", args=[visit.pk]) if may_move else "",
        },
    }


def _kept(request: StaffRequest, monday: date) -> Iterator[dict[str, object]]:
    for slot in kept_times_of(request, monday):
        yield {
            "id": f"kept-{slot.pk}",
            "resourceIds": [str(slot.team_id)],
            "start": _local(slot.starts_at),
            "end": _local(slot.ends_at),
            "title": slot.offer.workplace.name,
            "startEditable": False,
            "classNames": ["is-kept"],
            "extendedProps": {"kind": "kept", "state": _("kept for the owner")},
        }


def _proposed(request: StaffRequest, monday: date) -> Iterator[dict[str, object]]:
    """Yield the stops of a plan that nobody has accepted yet; they are changed on its page."""
    may_book = request.user.may(Permission.BOOK)
    stops = PlanStop.objects.for_staff(request.user).filter(
        plan__week_start_date=monday, plan__state=Plan.State.PROPOSED, is_kept=True
    )
    for stop in stops.select_related("workplace").order_by("starts_at", "pk"):
        yield {
            "id": f"stop-{stop.pk}",
            "resourceIds": [str(stop.team_id)],
            "start": _local(stop.starts_at),
            "end": _local(stop.ends_at),
            "title": stop.workplace.name,
            "startEditable": False,
            "classNames": ["is-proposed"],
            "extendedProps": {
                "kind": "proposed",
                "state": _("only proposed"),
                "page": reverse("plan-stop", args=[stop.pk]) if may_book else "",
            },
        }


def _of_class(one: TrainingClass) -> dict[str, object]:
    return {
        "id": f"class-{one.pk}",
        "resourceIds": [CLASSES],
        "start": _local(one.starts_at),
        "end": _local(one.ends_at),
        "title": str(one.course),
        "startEditable": False,
        "classNames": ["is-class"],
        "extendedProps": {
            "kind": "class",
            "state": one.venue.name,
            "page": reverse("class", args=[one.pk]),
        },
    }


def _closed_hours(
    monday: date, teams: list[Team], shifts: Iterable[Shift], opens: time, closes: time
) -> Iterator[dict[str, object]]:
    """Yield the hours at which a team is not at work, as the shaded ground of the board."""
    on = {(shift.team_id, shift.date): shift for shift in shifts}
    for team in teams:
        for day in _week(monday):
            shift = on.get((team.pk, day))
            hours = ((opens, shift.start), (shift.end, closes)) if shift else ((opens, closes),)
            for number, (start, end) in enumerate(hours):
                if start < end:
                    yield {
                        "id": f"off-{team.pk}-{day}-{number}",
                        "resourceIds": [str(team.pk)],
                        "start": f"{day}T{start:%H:%M}",
                        "end": f"{day}T{end:%H:%M}",
                        "display": "background",
                    }


def _hours(shifts: Iterable[Shift], moments: Iterable[tuple[datetime, datetime]]) -> list[time]:
    """Return from when until when something happens, in whole hours."""
    starts = [OPENS, *(shift.start for shift in shifts)]
    ends = [CLOSES, *(shift.end for shift in shifts)]
    for start, end in moments:
        starts.append(timezone.localtime(start).time())
        ends.append(timezone.localtime(end).time())
    last = max(ends)
    return [time(min(starts).hour), last if last.minute == 0 else time(min(23, last.hour + 1))]


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def _waiting(request: StaffRequest, centre: Centre, monday: date) -> list[Waiting]:
    found = earliest_candidates(centre=centre, until=monday + WEEK + REACH, limit=WAITING)
    latest = (
        Plan.objects.for_staff(request.user)
        .filter(week_start_date=monday)
        .exclude(state=Plan.State.DISCARDED)
        .order_by("-made_at")
        .first()
    )
    reasons = {
        row.workplace.pk: row
        for row in (left_out(latest, request.user) if latest else [])
        if row.workplace
    }
    proposed = PlanStop.objects.for_staff(request.user).filter(
        plan=latest, plan__state=Plan.State.PROPOSED, is_kept=True
    )
    stops = {stop.workplace_id: stop for stop in proposed.select_related("team")}
    return [
        Waiting(
            candidate,
            services_of(candidate.due_items),
            stops.get(candidate.workplace.pk),
            row.words if (row := reasons.get(candidate.workplace.pk)) else "",
            row.change if row else "",
        )
        for candidate in found
    ]


def _local(moment: datetime) -> str:
    """Write a moment as the clock on the wall shows it in Seoul, wherever the browser is."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"
