"""The rules that our sources leave open, as the centre decides them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.due_settings import save_setting, setting_of
from safety.forms.due_settings import DueSettingForm


@requires(Permission.MANAGE_CENTRE)
def due_settings(request: StaffRequest) -> HttpResponse:
    """Show each open question with what holds now, and keep what was decided."""
    centre = request.user.centre
    if centre is None:
        raise PermissionDenied
    form = DueSettingForm(request.POST or None, instance=setting_of(centre))
    if request.method == "POST" and form.is_valid():
        save_setting(setting=form.save(commit=False), now=clock.now())
        messages.success(request, _("Saved. The dates follow within minutes."))
        return redirect("due-settings")
    return render(request, "safety/due_settings.html", {"form": form})
