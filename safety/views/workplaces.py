"""Doors that change what the rules read of a workplace: each works its due items out anew."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.workplaces import (
    AlreadyRegistered,
    ChangedMeanwhile,
    ResidentNumberGiven,
    change_workplace,
    register_workplace,
)
from outreach.asker import StaffRequest
from outreach.forms.versions import conflict_of
from outreach.models import Workplace
from safety.actions.due_items import recompute_workplace
from safety.forms.workplaces import WorkplaceForm, as_known

REFUSALS = (AlreadyRegistered, ChangedMeanwhile, ResidentNumberGiven)


@requires(Permission.EDIT_WORKPLACES)
def workplace_new(request: StaffRequest) -> HttpResponse:
    """Put a workplace on the list."""
    if request.user.centre is None:
        raise PermissionDenied
    form = WorkplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        today, now = clock.today(), clock.now()
        try:
            with transaction.atomic():
                workplace = register_workplace(
                    centre=request.user.centre, facts=form.facts, today=today, now=now
                )
                recompute_workplace(workplace=workplace, today=today, now=now)
        except REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The workplace is on the list. Add whom to reach next."))
            return redirect("workplace", workplace.pk)
    return render(request, "safety/workplace_form.html", {"form": form})


@requires(Permission.EDIT_WORKPLACES)
def workplace_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the facts of a workplace; what somebody else changed meanwhile is shown first."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    form = WorkplaceForm(request.POST or None, initial=as_known(workplace))
    conflict, version = None, workplace.version
    if request.method == "POST" and form.is_valid():
        conflict = conflict_of(form, version=version)
        if conflict is None:
            today, now = clock.today(), clock.now()
            try:
                with transaction.atomic():
                    changed = change_workplace(
                        workplace=workplace, version=version, changes=form.facts, now=now
                    )
                    recompute_workplace(workplace=changed, today=today, now=now)
            except REFUSALS as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _("The workplace has been saved."))
                return redirect("workplace", pk)
    known = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    page = {"form": form, "workplace": known, "conflict": conflict}
    status = 409 if conflict else 200
    return render(request, "safety/workplace_form.html", page, status=status)
