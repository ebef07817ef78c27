"""Somebody does other work at the same workplace."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.work_changes import change_work
from safety.forms.due_events import WorkChangeForm
from safety.views.due_events import asked, employed_worker


@requires(Permission.EDIT_WORKERS)
def work_change_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that somebody does other work here now; the new agents are asked for next."""
    worker = employed_worker(request, pk)
    form = WorkChangeForm(
        request.POST or None, worker=worker, initial={"since": clock.today(), "job": worker.job}
    )
    page = {
        "title": _("Another job in the same workplace"),
        "purpose": _("Training on the change is owed, and the exams follow from the new agents."),
        "worker": worker,
    }

    def write() -> str:
        given = form.cleaned_data
        change_work(
            worker=worker,
            since=given["since"],
            job=given["job"],
            ends=given.get("ends", ()),
            staff=request.user,
            today=clock.today(),
            now=clock.now(),
        )
        messages.success(request, _("On record. Please add what the worker handles now."))
        since = given["since"].isoformat()
        return f"{reverse('exposure-new', args=[worker.pk])}?placed_date={since}"

    return asked(request, form, write, page, reverse("worker", args=[worker.pk]))
