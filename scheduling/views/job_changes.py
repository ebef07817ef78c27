"""Somebody works at another workplace now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.job_changes import OfAnotherCentre, SameJob
from outreach.actions.workers import AlreadyOnTheList, LeavesLater, LeftAlready, LeftBeforeHired
from outreach.actions.workplaces import AlreadyClosed
from outreach.asker import StaffRequest
from outreach.models import SearchEntry, Worker
from outreach.search import LONGEST, find
from scheduling.actions.site_changes import change_job
from scheduling.forms.site_changes import JobChangeForm

FOUND = 8
OF_THE_PLACE = (AlreadyClosed, AlreadyOnTheList, OfAnotherCentre, SameJob)
OF_THE_DAY = (LeavesLater, LeftAlready, LeftBeforeHired)


@requires(Permission.EDIT_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def worker_change_job(request: StaffRequest, pk: int) -> HttpResponse:
    """Look for the new workplace, then ask since when; certificates and clocks go along."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    person = get_object_or_404(workers, pk=pk)
    offered = _offered(request, person)
    form = JobChangeForm(
        request.POST or None,
        initial={"since": clock.today(), "job": person.job},
        offered=offered,
        asker=request.user,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["to"] is None:
            form.add_error("to" if offered else "words", _("Please choose the new workplace."))
        else:
            try:
                taken_on = change_job(
                    worker=person,
                    to=given["to"],
                    since=given["since"],
                    job=given["job"],
                    today=clock.today(),
                    now=clock.now(),
                )
            except OF_THE_PLACE as reason:
                form.add_error("to", str(reason))
            except OF_THE_DAY as reason:
                form.add_error("since", str(reason))
            else:
                messages.success(
                    request, _("On the new list. Please add what the worker handles there.")
                )
                return redirect("worker", taken_on.pk)
    page = {"worker": person, "form": form, "offered": offered}
    status = 422 if form.errors else 200
    return render(request, "scheduling/worker_change_job.html", page, status=status)


def _offered(request: StaffRequest, person: Worker) -> list[int]:
    """Return the workplaces that the words find, and the one that was chosen of them."""
    words = request.POST.get("words", "").strip()[:LONGEST]
    hits = find(asker=request.user, words=words, limit=FOUND) if words else []
    found = [hit.workplace.pk for hit in hits if hit.kind == SearchEntry.Kind.WORKPLACE]
    chosen = request.POST.get("to", "")
    return [pk for pk in (*found, int(chosen) if chosen.isdigit() else 0) if pk]
