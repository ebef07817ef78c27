"""The rooms in which a centre holds classes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.venues import SeatsPromised, VenueNameTaken, add_venue, change_venue
from scheduling.forms.venues import VenueForm
from scheduling.models import TrainingClass, Venue


@requires(Permission.MANAGE_CENTRE)
@require_safe
def venue_list(request: StaffRequest) -> HttpResponse:
    """List the rooms, with how many classes are to come in each."""
    ahead = Q(classes__state=TrainingClass.State.OPEN, classes__ends_at__gt=clock.now())
    venues = Venue.objects.for_staff(request.user).annotate(ahead=Count("classes", ahead))
    return render(request, "scheduling/venue_list.html", {"venues": venues.order_by("name")})


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a room."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_venue(centre=centre, **form.cleaned_data)
        except VenueNameTaken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The venue has been added."))
            return redirect("venue-list")
    status = 422 if form.errors else 200
    return render(request, "scheduling/venue_form.html", {"form": form}, status=status)


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a room."""
    venue = get_object_or_404(Venue.objects.for_staff(request.user), pk=pk)
    name = venue.name
    form = VenueForm(request.POST or None, initial=model_to_dict(venue))
    if request.method == "POST" and form.is_valid():
        try:
            change_venue(venue=venue, **form.cleaned_data)
        except VenueNameTaken as reason:
            form.add_error("name", str(reason))
        except SeatsPromised as reason:
            form.add_error("capacity", str(reason))
        else:
            messages.success(request, _("The venue has been saved."))
            return redirect("venue-list")
    page = {"form": form, "name": name}
    status = 422 if form.errors else 200
    return render(request, "scheduling/venue_form.html", page, status=status)
