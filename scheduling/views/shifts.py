"""The shifts of a team: its weeks ahead, new shifts, and days at home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.templatetags.written import WEEKDAYS, weekday_date
from scheduling.actions.shifts import (
    Roster,
    ShiftsRefused,
    VisitsInTheWay,
    give_shifts,
    remove_shifts,
)
from scheduling.forms.shifts import AbsenceForm, ShiftsForm
from scheduling.models import Shift, Team, Visit

WEEKS_SHOWN = 13
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RosterDay:
    """One day of the roster: the hours, if the team goes out, and how many visits are booked."""

    weekday: str
    shift: Shift | None
    visits: int


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_shifts(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a team's weeks ahead and give it shifts."""
    team = get_object_or_404(Team.objects.for_staff(request.user), pk=pk)
    form = ShiftsForm(request.POST or None, first_free=_first_free(team))
    in_the_way: Sequence[Visit] = ()
    if request.method == "POST" and form.is_valid():
        try:
            roster = give_shifts(team=team, today=clock.today(), **form.cleaned_data)
        except ShiftsRefused as reason:
            form.add_error(None, str(reason))
            in_the_way = _in_the_way(reason)
        else:
            messages.success(request, _roster_words(roster))
            return redirect("team-shifts", pk)
    return _answer(request, team, form, AbsenceForm(prefix="absence"), in_the_way)


@requires(Permission.MANAGE_CENTRE)
@require_POST
def absence(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a team at home for some days."""
    team = get_object_or_404(Team.objects.for_staff(request.user), pk=pk)
    form = AbsenceForm(request.POST, prefix="absence")
    in_the_way: Sequence[Visit] = ()
    if form.is_valid():
        try:
            count = remove_shifts(team=team, today=clock.today(), **form.cleaned_data)
        except ShiftsRefused as reason:
            form.add_error(None, str(reason))
            in_the_way = _in_the_way(reason)
        else:
            said = ngettext(
                "The team stays at home: %(count)s shift taken away.",
                "The team stays at home: %(count)s shifts taken away.",
                count,
            )
            messages.success(request, said % {"count": count})
            return redirect("team-shifts", pk)
    absent = form.cleaned_data if in_the_way else None
    blank = ShiftsForm(first_free=_first_free(team))
    return _answer(request, team, blank, form, in_the_way, absent)


def _answer(
    request: StaffRequest,
    team: Team,
    form: ShiftsForm,
    absence_form: AbsenceForm,
    in_the_way: Sequence[Visit],
    absent: Mapping[str, date] | None = None,
) -> HttpResponse:
    shifts = list(team.shifts.filter(date__gte=clock.today()).order_by("date"))
    weeks = _weeks(team, shifts)
    page = {
        "team": team,
        "form": form,
        "absence_form": absence_form,
        "in_the_way": in_the_way,
        "absent": absent,
        "weeks": weeks[:WEEKS_SHOWN],
        "has_more": len(weeks) > WEEKS_SHOWN,
        "weekdays": WEEKDAYS,
        "shift_count": len(shifts),
        "until": shifts[-1].date if shifts else None,
    }
    status = 422 if form.errors or absence_form.errors else 200
    return render(request, "scheduling/team_shifts.html", page, status=status)


def _weeks(team: Team, shifts: list[Shift]) -> list[tuple[date, list[RosterDay]]]:
    """Return the weeks that have shifts, each from Monday to Sunday."""
    mondays = sorted({shift.date - timedelta(days=shift.date.weekday()) for shift in shifts})
    on = {shift.date: shift for shift in shifts}
    starts = team.visits.live().values_list("starts_at", flat=True)
    visits = Counter(timezone.localdate(moment) for moment in starts)
    return [
        (
            monday,
            [
                RosterDay(str(name), on.get(day), visits[day])
                for number, name in enumerate(WEEKDAYS)
                for day in [monday + timedelta(days=number)]
            ],
        )
        for monday in mondays
    ]


def _first_free(team: Team) -> date:
    last = team.shifts.order_by("-date").values_list("date", flat=True).first()
    today = clock.today()
    return today if last is None else max(today, last + ONE_DAY)


def _in_the_way(reason: ShiftsRefused) -> Sequence[Visit]:
    return reason.visits if isinstance(reason, VisitsInTheWay) else ()


def _roster_words(roster: Roster) -> str:
    said = _("Shifts given: %(given)s, hours changed: %(changed)s.") % {
        "given": roster.given,
        "changed": roster.changed,
    }
    if not roster.holidays:
        return said
    days = ", ".join(weekday_date(day) for day in roster.holidays)
    return said + " " + _("Left out, as public holidays: %(days)s.") % {"days": days}
