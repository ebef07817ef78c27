"""The teams of a centre: who goes out together, in which van, and until when that is settled."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.teams import TeamRefused, add_team, change_team
from scheduling.forms.teams import TeamForm
from scheduling.models import Shift, Skill, Team, Vehicle


@requires(Permission.MANAGE_CENTRE)
@require_safe
def team_list(request: StaffRequest) -> HttpResponse:
    """List the teams with their next shifts, and the vans."""
    ahead = Prefetch(
        "shifts", Shift.objects.filter(date__gte=clock.today()).order_by("date"), to_attr="ahead"
    )
    teams = Team.objects.for_staff(request.user).select_related("vehicle")
    vehicles = Vehicle.objects.for_staff(request.user).prefetch_related("teams")
    page = {
        "teams": [
            (team, [Skill(skill).label for skill in team.skills])
            for team in teams.prefetch_related("members", ahead).order_by("name")
        ],
        "vehicles": vehicles.order_by("name"),
    }
    return render(request, "scheduling/team_list.html", page)


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Put a team together, then ask for its shifts."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = TeamForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        try:
            team = add_team(centre=centre, **form.cleaned_data)
        except TeamRefused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The team is there. Now give it its shifts."))
            return redirect("team-shifts", team.pk)
    status = 422 if form.errors else 200
    return render(request, "scheduling/team_new.html", {"form": form}, status=status)


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change who goes along, what the team does and the van it takes."""
    teams = Team.objects.for_staff(request.user).select_related("centre")
    team = get_object_or_404(teams, pk=pk)
    form = TeamForm(request.POST or None, centre=team.centre, initial=model_to_dict(team))
    if request.method == "POST" and form.is_valid():
        try:
            change_team(team=team, now=clock.now(), **form.cleaned_data)
        except TeamRefused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The team has been saved."))
            return redirect("team-list")
    page = {"team": team, "form": form}
    return render(request, "scheduling/team_edit.html", page, status=422 if form.errors else 200)
