"""What becomes of a team's visits when it stays at home: before, after, and then done at once."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions import reminders, replans
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.shifts import ShiftsRefused
from scheduling.forms.shifts import AbsenceForm
from scheduling.models import Team


class _Days(TypedDict):
    first: date
    last: date


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def replan(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who could make the visits instead, and do it once somebody says so."""
    team = get_object_or_404(Team.objects.for_staff(request.user).select_related("centre"), pk=pk)
    form = AbsenceForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return redirect("team-shifts", pk)
    days: _Days = {"first": form.cleaned_data["first"], "last": form.cleaned_data["last"]}
    refusal = ""
    if request.method == "POST":
        try:
            done = replans.apply(
                team=team,
                seen=request.POST.get("seen", ""),
                staff=request.user,
                now=clock.now(),
                **days,
            )
        except (ShiftsRefused, VisitRefused, AlreadyTaken) as reason:
            refusal = str(reason)
        else:
            _say(request, done)
            return redirect("team-shifts", pk)
    moves = replans.propose(team=team, now=clock.now(), **days)
    page = {
        "team": team,
        "form": form,
        "moves": [(move, len(reminders.who_knows(visit=move.visit))) for move in moves],
        "same": sum(move.keeps_time for move in moves),
        "other": sum(move.team is not None and not move.keeps_time for move in moves),
        "lost": sum(move.team is None for move in moves),
        "seen": replans.fingerprint(moves),
        "refusal": refusal,
        **days,
    }
    return render(request, "scheduling/team_replan.html", page, status=409 if refusal else 200)


def _say(request: StaffRequest, done: list[replans.Move]) -> None:
    moved = sum(move.team is not None for move in done)
    said = ngettext(
        "The team stays at home; %(count)s visit was given to others.",
        "The team stays at home; %(count)s visits were given to others.",
        moved,
    )
    messages.success(request, said % {"count": moved})
    if lost := len(done) - moved:
        said = ngettext(
            "%(count)s visit was cancelled; what it was for is on the due list again.",
            "%(count)s visits were cancelled; what they were for is on the due list again.",
            lost,
        )
        messages.warning(request, said % {"count": lost})
