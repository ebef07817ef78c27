"""The hospitals and clinics that examine workers; all centres share them."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.institutions import (
    InstitutionNameTaken,
    add_institution,
    change_institution,
)
from safety.forms.institutions import InstitutionForm
from safety.models import ExamInstitution


@requires(Permission.MANAGE_CENTRE)
@require_safe
def institution_list(request: StaffRequest) -> HttpResponse:
    """List the institutions, the designated ones first."""
    institutions = ExamInstitution.objects.order_by("-is_designated", "name")
    return render(request, "safety/institution_list.html", {"institutions": institutions})


@requires(Permission.MANAGE_CENTRE)
def institution_new(request: StaffRequest) -> HttpResponse:
    """Add an institution."""
    form = InstitutionForm(request.POST or None, initial={"is_designated": True})
    if request.method == "POST" and form.is_valid():
        try:
            add_institution(**form.cleaned_data)
        except InstitutionNameTaken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The institution has been added."))
            return redirect("institution-list")
    return render(request, "safety/institution_form.html", {"form": form})


@requires(Permission.MANAGE_CENTRE)
def institution_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an institution's name, and whether it is designated."""
    institution = get_object_or_404(ExamInstitution, pk=pk)
    name = institution.name
    form = InstitutionForm(request.POST or None, initial=model_to_dict(institution))
    if request.method == "POST" and form.is_valid():
        try:
            change_institution(institution=institution, **form.cleaned_data)
        except InstitutionNameTaken as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The institution has been saved."))
            return redirect("institution-list")
    return render(request, "safety/institution_form.html", {"form": form, "name": name})
