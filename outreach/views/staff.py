"""The centre's accounts, for its administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.access import Permission, Role, requires
from outreach.actions.staff import (
    OneselfNotAllowed,
    change_account,
    close_account,
    open_account,
    renew_password,
    reopen_account,
)
from outreach.asker import StaffRequest
from outreach.forms.staff import NewStaffForm, StaffForm
from outreach.models import Centre, Staff


def _centre(request: StaffRequest) -> Centre:
    if request.user.centre is None:
        raise PermissionDenied
    return request.user.centre


def _colleagues(request: StaffRequest) -> QuerySet[Staff]:
    return _centre(request).staff.order_by("-is_active", "name", "pk")


def _show_password(request: StaffRequest, staff: Staff, password: str) -> HttpResponse:
    """Show the first password in this one answer: it is kept nowhere, so there is no redirect."""
    return render(request, "outreach/staff_password.html", {"staff": staff, "password": password})


@requires(Permission.MANAGE_STAFF)
def staff_list(request: StaffRequest) -> HttpResponse:
    """List who has an account at the centre."""
    return render(request, "outreach/staff_list.html", {"people": _colleagues(request)})


@requires(Permission.MANAGE_STAFF)
@never_cache
def staff_new(request: StaffRequest) -> HttpResponse:
    """Open an account and show its first password once."""
    form = NewStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        staff, password = open_account(
            centre=_centre(request),
            username=given["username"],
            name=given["name"],
            email=given["email"],
            role=Role(given["role"]),
        )
        return _show_password(request, staff, password)
    return render(request, "outreach/staff_new.html", {"form": form})


@requires(Permission.MANAGE_STAFF)
def staff_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a colleague's name, e-mail and role."""
    staff = get_object_or_404(_colleagues(request), pk=pk)
    form = StaffForm(request.POST or None, instance=get_object_or_404(_colleagues(request), pk=pk))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_account(
                staff=staff,
                name=given["name"],
                email=given["email"],
                role=Role(given["role"]),
                asker=request.user,
            )
        except OneselfNotAllowed as reason:
            form.add_error("role", str(reason))
        else:
            messages.success(request, _("The account has been saved."))
            return redirect("staff-list")
    return render(request, "outreach/staff_edit.html", {"staff": staff, "form": form})


@requires(Permission.MANAGE_STAFF)
def staff_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then close an account."""
    staff = get_object_or_404(_colleagues(request).filter(is_active=True), pk=pk)
    if request.method == "POST":
        try:
            close_account(staff=staff, asker=request.user)
        except OneselfNotAllowed as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The account has been closed."))
        return redirect("staff-list")
    return render(request, "outreach/staff_close.html", {"staff": staff})


@requires(Permission.MANAGE_STAFF)
@never_cache
@require_POST
def staff_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed account again and show its new first password once."""
    staff = get_object_or_404(_colleagues(request).filter(is_active=False), pk=pk)
    return _show_password(request, staff, reopen_account(staff=staff))


@requires(Permission.MANAGE_STAFF)
@never_cache
@require_POST
def staff_password(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a colleague who forgot it a new first password and show it once."""
    staff = get_object_or_404(_colleagues(request).filter(is_active=True), pk=pk)
    try:
        password = renew_password(staff=staff, asker=request.user)
    except OneselfNotAllowed:
        return redirect("password-change")
    return _show_password(request, staff, password)
