"""Local programmes that refund exams."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.programmes import open_programme
from safety.forms.programmes import ProgrammeForm


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
