"""Work-environment measurements, which may halve everybody's next round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Workplace
from safety.actions.measurements import AlreadyMeasured, MeasuredLater, record_measurement
from safety.forms.workers import MeasurementForm


@requires(Permission.EDIT_WORKPLACES)
def measurement_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a measurement of an agent that somebody handles here."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today = clock.today()
    form = MeasurementForm(
        request.POST or None, workplace=workplace, initial={"measured_date": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_measurement(
                workplace=workplace, today=today, now=clock.now(), **form.cleaned_data
            )
        except (AlreadyMeasured, MeasuredLater) as reason:
            form.add_error("measured_date", str(reason))
        else:
            messages.success(request, _("The measurement is on record."))
            return redirect("workplace", pk)
    return render(request, "safety/measurement_form.html", {"form": form, "workplace": workplace})
