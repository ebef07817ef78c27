"""The vans of a centre; their list stands under the teams."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from scheduling.actions.vehicles import VehicleNameTaken, add_vehicle, change_vehicle
from scheduling.forms.vehicles import VehicleForm
from scheduling.models import Vehicle


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Add a van."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = VehicleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_vehicle(
                centre=centre,
                name=form.cleaned_data["name"],
                size=form.size,
                equipment=form.cleaned_data["equipment"],
            )
        except VehicleNameTaken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The vehicle has been added."))
            return redirect("team-list")
    status = 422 if form.errors else 200
    return render(request, "scheduling/vehicle_form.html", {"form": form}, status=status)


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Call a van by another name, or write down its size and what it carries."""
    vehicle = get_object_or_404(Vehicle.objects.for_staff(request.user), pk=pk)
    name = vehicle.name
    form = VehicleForm(request.POST or None, initial=model_to_dict(vehicle))
    if request.method == "POST" and form.is_valid():
        try:
            change_vehicle(
                vehicle=vehicle,
                name=form.cleaned_data["name"],
                size=form.size,
                equipment=form.cleaned_data["equipment"],
            )
        except VehicleNameTaken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The vehicle has been saved."))
            return redirect("team-list")
    page = {"form": form, "name": name}
    status = 422 if form.errors else 200
    return render(request, "scheduling/vehicle_form.html", page, status=status)
