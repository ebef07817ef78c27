"""What becomes of visits when somebody or something is missing: before, after, then done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Staff
from scheduling.actions import replans
from scheduling.actions.bookings import VisitRefused
from scheduling.actions.reservations import AlreadyTaken
from scheduling.actions.shifts import ShiftsRefused
from scheduling.actions.week_boards import Move
from scheduling.forms.replans import TroubleForm
from scheduling.forms.shifts import AbsenceForm
from scheduling.models import Team, Vehicle, Visit
from scheduling.views.replan_words import described


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def trouble(request: StaffRequest) -> HttpResponse:
    """Ask who or what is missing, show before and after, and do it once somebody says so."""
    sent = request.POST if request.method == "POST" else request.GET
    form = TroubleForm(
        sent if "who" in sent else None, choices=_choices(request), today=clock.today()
    )
    if not form.is_valid():
        return render(request, "scheduling/trouble.html", {"form": form})
    who = form.cleaned_data["who"]
    name, teams = _concerned(request, who)
    spare = []
    if who.startswith("vehicle:"):
        spare = list(Vehicle.objects.for_staff(request.user).filter(teams=None))
    refusal, days = "", {key: form.cleaned_data[key] for key in ("first", "last")}
    if request.method == "POST":
        try:
            done = replans.apply(
                teams=teams,
                seen=request.POST.get("seen", ""),
                staff=request.user,
                now=clock.now(),
                **days,
            )
        except (ShiftsRefused, VisitRefused, AlreadyTaken) as reason:
            refusal = str(reason)
        else:
            _say(request, done.moves)
            return redirect(f"{reverse('week')}?week={days['first'].isoformat()}")
    found = replans.propose(teams=teams, now=clock.now(), **days)
    away = {team.pk for team in teams}
    gone = [move for move in found.moves if move.visit.team_id in away]
    page = {
        "name": name,
        "who": who,
        "teams": teams,
        "spare": spare,
        "moves": described(gone, request.user),
        "handed": described([move for move in found.moves if move not in gone], request.user),
        "refits": found.refits,
        "stays": _that_stay(request, found.moves, **days),
        "same": sum(move.keeps_time for move in gone),
        "other": sum(move.team is not None and not move.keeps_time for move in gone),
        "lost": sum(move.team is None for move in gone),
        "seen": found.fingerprint,
        "refusal": refusal,
        **days,
    }
    return render(request, "scheduling/trouble_moves.html", page, status=409 if refusal else 200)


@requires(Permission.MANAGE_CENTRE)
@require_safe
def replan(request: StaffRequest, pk: int) -> HttpResponse:
    """Lead from the shifts of a team to what becomes of its visits."""
    team = get_object_or_404(Team.objects.for_staff(request.user), pk=pk)
    form = AbsenceForm(request.GET)
    if not form.is_valid():
        return redirect("team-shifts", pk)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    return redirect(
        f"{reverse('week-trouble')}?who=team:{team.pk}&first={first:%Y-%m-%d}&last={last:%Y-%m-%d}"
    )


def _choices(request: StaffRequest) -> list[tuple[Any, Any]]:
    """Name the teams, the people in them and the vans they take."""
    mine = Team.objects.for_staff(request.user).prefetch_related("members").order_by("name")
    teams = list(mine)
    people = {person.pk: person.name for team in teams for person in team.members.all()}
    vans = Vehicle.objects.for_staff(request.user).filter(teams__in=teams).distinct()
    return [
        (_("A team"), [(f"team:{team.pk}", team.name) for team in teams]),
        (_("A person is ill"), [(f"person:{key}", name) for key, name in people.items()]),
        (_("A van is broken"), [(f"vehicle:{van.pk}", van.name) for van in vans.order_by("name")]),
    ]


def _concerned(request: StaffRequest, who: str) -> tuple[str, Sequence[Team]]:
    """Return what is missing by name, and the teams that cannot go without it."""
    kind, _colon, key = who.partition(":")
    mine = Team.objects.for_staff(request.user).select_related("centre").order_by("pk")
    if kind == "team":
        teams = list(mine.filter(pk=key))
        return teams[0].name, teams
    if kind == "person":
        person = get_object_or_404(Staff, centre=request.user.centre_id, pk=key)
        return person.name, list(mine.filter(members=person))
    van = get_object_or_404(Vehicle.objects.for_staff(request.user), pk=key)
    return van.name, list(mine.filter(vehicle=van))


def _that_stay(
    request: StaffRequest, moves: Sequence[Move], *, first: date, last: date
) -> QuerySet[Visit]:
    """Return the visits of these days of which nothing changes."""
    midnight = timezone.make_aware(datetime.combine(first, time()))
    until = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    return (
        Visit.objects.for_staff(request.user)
        .live()
        .filter(starts_at__gte=max(midnight, clock.now()), starts_at__lt=until)
        .exclude(pk__in=[move.visit.pk for move in moves])
        .select_related("workplace", "team")
        .order_by("starts_at", "pk")
    )


def _say(request: StaffRequest, done: Sequence[Move]) -> None:
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
