"""The people who work at a workplace, and one person's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.access_entries import note
from outreach.actions.workers import (
    AlreadyOnTheList,
    LeavesLater,
    LeftAlready,
    LeftBeforeHired,
    NotAMobileNumber,
    add_worker,
    change_worker,
    leave,
)
from outreach.actions.workplaces import AlreadyClosed, ChangedMeanwhile, ResidentNumberGiven
from outreach.asker import StaffRequest
from outreach.forms.versions import OWN, conflict_of
from outreach.models import AccessEntry, Staff, Worker, Workplace
from outreach.rules.phones import national_format
from safety.actions.due_items import recompute_workplace
from safety.forms.workers import LeaveForm, WorkerForm
from safety.models import Completion, Consultation, DueEvent, Examination
from safety.models.due_event import PRIVATE_EVENTS

REFUSALS = (
    AlreadyClosed,
    AlreadyOnTheList,
    ChangedMeanwhile,
    NotAMobileNumber,
    ResidentNumberGiven,
)


@requires(Permission.EDIT_WORKERS)
def worker_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a worker on the list of a workplace."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today, now = clock.today(), clock.now()
    form = WorkerForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                worker = add_worker(workplace=workplace, now=now, **form.facts)
                recompute_workplace(workplace=workplace, today=today, now=now)
        except REFUSALS as reason:
            form.add_error(_field_of(reason), str(reason))
        else:
            messages.success(request, _("The worker is on the list. Add what the worker handles."))
            return redirect("worker", worker.pk)
    return render(request, "safety/worker_form.html", {"form": form, "workplace": workplace})


@requires(Permission.SEE_WORKERS)
@never_cache
def worker(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one worker: exposures, what is due and why, exams, consultations, certificates."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    person = get_object_or_404(workers, pk=pk)
    if person.merged_into_id is not None:  # the same person, who was on the list twice
        return redirect("worker", person.merged_into_id)
    context = _story(person, request.user) | {
        "sees_findings": request.user.sees_findings,
        "may_edit": request.user.may(Permission.EDIT_WORKERS),
        "may_edit_workplace": request.user.may(Permission.EDIT_WORKPLACES),
        "may_record": request.user.may(Permission.RECORD_ATTENDANCE),
        "may_record_findings": request.user.may(Permission.RECORD_FINDINGS),
        "may_see_certificates": request.user.may(Permission.ISSUE_CERTIFICATES),
    }
    if request.user.sees_findings and (context["examinations"] or context["consultations"]):
        note(
            staff=request.user,
            deed=AccessEntry.Deed.VIEWED,
            subject="worker",
            subject_id=person.pk,
            from_address=request.META.get("REMOTE_ADDR"),
            now=clock.now(),
        )
    return render(request, "safety/worker.html", context)


@requires(Permission.EDIT_WORKERS)
def worker_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the facts of a worker."""
    person = get_object_or_404(Worker.objects.for_staff(request.user), pk=pk)
    today, now = clock.today(), clock.now()
    form = WorkerForm(request.POST or None, initial=_as_known(person), today=today)
    conflict, version = None, person.version
    if request.method == "POST" and form.is_valid():
        conflict = conflict_of(form, version=version)
        if conflict is None:
            try:
                with transaction.atomic():
                    change_worker(worker=person, changes=form.facts, now=now, version=version)
                    recompute_workplace(workplace=person.workplace, today=today, now=now)
            except REFUSALS as reason:
                form.add_error(_field_of(reason), str(reason))
            else:
                messages.success(request, _("The worker has been saved."))
                return redirect("worker", pk)
    known = get_object_or_404(Worker.objects.for_staff(request.user), pk=pk)
    page = {"form": form, "worker": known, "workplace": known.workplace, "conflict": conflict}
    return render(request, "safety/worker_form.html", page, status=409 if conflict else 200)


@requires(Permission.EDIT_WORKERS)
def worker_leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask since when, then take a worker off the list: nothing is owed any more."""
    person = get_object_or_404(Worker.objects.for_staff(request.user), pk=pk)
    today, now = clock.today(), clock.now()
    form = LeaveForm(request.POST or None, initial={"left_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                leave(worker=person, left_date=form.cleaned_data["left_date"], now=now)
                recompute_workplace(workplace=person.workplace, today=today, now=now)
        except (LeavesLater, LeftAlready, LeftBeforeHired) as reason:
            form.add_error("left_date", str(reason))
        else:
            messages.success(request, _("The worker has been taken off the list."))
            return redirect("worker", pk)
    return render(request, "safety/worker_leave.html", {"form": form, "worker": person})


def _as_known(person: Worker) -> dict[str, Any]:
    names = [name for name in WorkerForm.base_fields if name not in OWN]
    known = {name: getattr(person, name) for name in names} | {"version": person.version}
    known["phone"] = national_format(person.phone) if person.phone else ""
    return known


def _field_of(reason: Exception) -> str | None:
    if isinstance(reason, NotAMobileNumber):
        return "phone"
    return "name" if isinstance(reason, AlreadyOnTheList) else None


def _events(person: Worker, asker: Staff) -> QuerySet[DueEvent]:
    """Return what was written down of somebody; calls that name an illness only where seen."""
    events = DueEvent.objects.for_staff(asker).filter(worker=person)
    if not asker.sees_findings:
        events = events.exclude(kind__in=PRIVATE_EVENTS)
    return events.select_related("recorded_by", "withdrawn_by").order_by("-event_date", "-pk")


def _story(person: Worker, asker: Staff) -> dict[str, Any]:
    jobs = Worker.objects.for_staff(asker).of_person(person)
    exams = Examination.objects.for_staff(asker).filter(worker__in=jobs)
    completions = Completion.objects.for_staff(asker).filter(worker__in=jobs)
    consultations = Consultation.objects.for_staff(asker).filter(worker__in=jobs)
    other_jobs = jobs.exclude(pk=person.pk).select_related("workplace")
    owed = person.due_items.filter(closed_at=None).select_related("why")
    exposures = person.exposures.order_by("ended_date", "placed_date", "pk")
    return {
        "worker": person,
        "events": _events(person, asker),
        "due_items": owed.order_by("due_date", "pk"),
        "exposures": [row for row in exposures if row.ended_date is None],
        "ended_exposures": [row for row in exposures if row.ended_date is not None],
        "other_jobs": other_jobs.order_by("hired_date", "pk"),
        "examinations": exams.select_related("institution")
        .prefetch_related("results")
        .order_by("-exam_date", "-pk"),
        "consultations": consultations.order_by("-held_date"),
        "completions": completions.select_related("course")
        .prefetch_related("certificates")
        .order_by("-ended_at"),
    }
