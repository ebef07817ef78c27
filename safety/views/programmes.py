"""Local programmes that refund exams: their list, a new one, changes and rates."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.programmes import (
    BelowCommitted,
    RateOutsideProgramme,
    change_programme,
    open_programme,
    set_rate,
)
from safety.forms.programmes import ProgrammeFactsForm, ProgrammeForm, RateForm
from safety.models import Programme


@requires(Permission.EDIT_CLAIMS)
@require_safe
def programme_list(request: StaffRequest) -> HttpResponse:
    """List the centre's programmes, the latest first, with what is left of each budget."""
    today = clock.today()
    mine = Programme.objects.for_staff(request.user).order_by("-starts_date", "-pk")
    rows = [(one, one.budget - one.committed, one.ends_date < today) for one in mine]
    return render(request, "safety/programme_list.html", {"rows": rows, "today": today})


@requires(Permission.EDIT_CLAIMS)
def programme_new(request: StaffRequest) -> HttpResponse:
    """Open a programme of the asking person's own centre."""
    form = ProgrammeForm(request.POST or None, today=clock.today())
    centre = request.user.centre
    if request.method == "POST" and form.is_valid() and centre is not None:
        open_programme(centre=centre, **form.cleaned_data)
        messages.success(request, _("The programme is open. Workplaces can apply now."))
        return redirect("application-list")
    return render(request, "safety/programme_form.html", {"form": form})


@requires(Permission.EDIT_CLAIMS)
def programme_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a programme and show its rates."""
    programme = get_object_or_404(Programme.objects.for_staff(request.user), pk=pk)
    form = ProgrammeFactsForm(request.POST or None, initial=model_to_dict(programme))
    if request.method == "POST" and form.is_valid():
        try:
            change_programme(programme=programme, **form.cleaned_data)
        except BelowCommitted as reason:
            form.add_error("budget", str(reason))
        else:
            messages.success(request, _("The programme has been saved."))
            return redirect("programme-list")
    page = {
        "form": form,
        "programme": programme,
        "rates": programme.rates.order_by("exam_kind", "-from_date"),
    }
    return render(request, "safety/programme_edit.html", page)


@requires(Permission.EDIT_CLAIMS)
def programme_rate(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a rate from a day on."""
    programme = get_object_or_404(Programme.objects.for_staff(request.user), pk=pk)
    form = RateForm(request.POST or None, initial={"from_date": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            set_rate(programme=programme, **form.cleaned_data)
        except RateOutsideProgramme as reason:
            form.add_error("from_date", str(reason))
        else:
            messages.success(request, _("The rate is on record."))
            return redirect("programme-edit", pk)
    page = {"form": form, "programme": programme}
    return render(request, "safety/programme_rate.html", page)
