"""Writing down what dates begin with: a changed job, a listed job, a call for an exam, an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.workplaces import ResidentNumberGiven
from outreach.asker import StaffRequest
from outreach.models import Worker, Workplace
from safety.actions.due_events import (
    HappensLater,
    NoMinutesGiven,
    WithdrawnAlready,
    correct_event,
    record_event,
    withdraw_event,
)
from safety.actions.exam_orders import SetBeforeOrdered, order_exam
from safety.actions.exposures import EndedAlready, EndsBeforePlaced, NotEmployed, UnknownHazard
from safety.forms.due_events import EventForm, OrderForm
from safety.models import DueEvent
from safety.models.due_event import PRIVATE_EVENTS

Kind = DueEvent.Kind
REFUSALS = (
    EndedAlready,
    EndsBeforePlaced,
    HappensLater,
    NoMinutesGiven,
    NotEmployed,
    ResidentNumberGiven,
    SetBeforeOrdered,
    UnknownHazard,
    WithdrawnAlready,
)


@requires(Permission.EDIT_WORKERS)
def listed_job_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that somebody began work for which special training is asked."""
    page = {
        "title": _("Work on a listed job began"),
        "purpose": _("Special training is owed for the jobs of 시행규칙 별표 5."),
    }
    return _of_worker(request, pk, Kind.LISTED_JOB, page)


@requires(Permission.RECORD_FINDINGS)
def exam_request_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that an on-demand exam was asked for (시행규칙 제205조)."""
    page = {
        "title": _("An on-demand exam is asked for"),
        "purpose": _("It is held without delay. Nothing about the illness is written down here."),
    }
    return _of_worker(request, pk, Kind.EXAM_REQUEST, page)


@requires(Permission.RECORD_FINDINGS)
def follow_up_wish_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down the day on which a doctor wants to see somebody again (법 제130조)."""
    page = {
        "title": _("The doctor wants to see the worker again"),
        "purpose": _("It is owed after the exposed work has ended, on the day the doctor set."),
    }
    return _of_worker(request, pk, Kind.FOLLOW_UP_WISH, page)


@requires(Permission.EDIT_WORKERS)
def exam_order_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down an exam ordered by the labour office, for everybody it names (법 제131조)."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    today = clock.today()
    form = OrderForm(
        request.POST or None, workplace=workplace, today=today, initial={"event_date": today}
    )
    page = {
        "title": _("An exam ordered by the labour office"),
        "purpose": _("Everybody whom the order names is examined by the day it set."),
        "workplace": workplace,
    }

    def write() -> str:
        given = form.cleaned_data
        order_exam(
            workplace=workplace,
            workers=given["workers"],
            hazard=given["hazard"],
            ordered=given["event_date"],
            until=given["until_date"],
            staff=request.user,
            today=today,
            now=clock.now(),
        )
        messages.success(request, _("On record. What is due has been worked out anew."))
        return reverse("workplace-events", args=[workplace.pk])

    return asked(request, form, write, page, reverse("workplace-events", args=[workplace.pk]))


@requires(Permission.EDIT_WORKERS)
@never_cache
def workplace_events(request: StaffRequest, pk: int) -> HttpResponse:
    """List what was written down of a workplace and its workers, and what was taken back."""
    workplace = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    events = DueEvent.objects.for_staff(request.user).filter(workplace=workplace)
    if not request.user.sees_findings:
        events = events.exclude(kind__in=PRIVATE_EVENTS)
    events = events.select_related("worker", "recorded_by", "withdrawn_by")
    page = {"workplace": workplace, "events": events.order_by("-event_date", "-pk")}
    return render(request, "safety/workplace_events.html", page)


@requires(Permission.EDIT_WORKERS)
def due_event_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Write an event down as it really was."""
    event = _event(request, pk)
    known = {name: getattr(event, name) for name in EventForm.base_fields}
    form = EventForm(
        request.POST or None,
        kind=event.kind,
        workplace=event.workplace,
        worker=event.worker,
        initial=known,
    )
    page = {
        "title": _("Correct what was written down"),
        "purpose": str(event.get_kind_display()),
        "worker": event.worker,
        "workplace": event.workplace,
    }

    def write() -> str:
        right = form.cleaned_data
        correct_event(
            event=event, staff=request.user, today=clock.today(), now=clock.now(), **right
        )
        messages.success(request, _("Corrected. What is due has been worked out anew."))
        return _home_of(event)

    return asked(request, form, write, page, _home_of(event))


@requires(Permission.EDIT_WORKERS)
def due_event_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then take back what was written down by mistake."""
    event = _event(request, pk)
    if request.method == "POST":
        try:
            withdraw_event(event=event, staff=request.user, today=clock.today(), now=clock.now())
        except WithdrawnAlready as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Taken back. What is due has been worked out anew."))
        return redirect(_home_of(event))
    page = {"event": event, "back": _home_of(event)}
    return render(request, "safety/due_event_withdraw.html", page)


def _of_worker(
    request: StaffRequest, pk: int, kind: DueEvent.Kind, page: Mapping[str, object]
) -> HttpResponse:
    worker = employed_worker(request, pk)
    form = EventForm(
        request.POST or None,
        kind=kind,
        workplace=worker.workplace,
        worker=worker,
        initial={"event_date": clock.today()},
    )

    def write() -> str:
        record_event(
            kind=kind,
            workplace=worker.workplace,
            worker=worker,
            staff=request.user,
            today=clock.today(),
            now=clock.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("On record. What is due has been worked out anew."))
        return f"{reverse('worker', args=[worker.pk])}#events"

    back = reverse("worker", args=[worker.pk])
    return asked(request, form, write, {**page, "worker": worker}, back)


def asked(
    request: StaffRequest,
    form: forms.Form,
    write: Callable[[], str],
    page: Mapping[str, object],
    back: str,
) -> HttpResponse:
    """Answer with the form, or with where `write` leads to."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(write())
        except REFUSALS as reason:
            form.add_error(None, str(reason))
    status = 422 if form.errors else 200
    context = {**page, "form": form, "back": back}
    return render(request, "safety/due_event_form.html", context, status=status)


def employed_worker(request: StaffRequest, pk: int) -> Worker:
    """Return somebody who works there still."""
    workers = Worker.objects.for_staff(request.user).employed().select_related("workplace")
    return get_object_or_404(workers, pk=pk)


def _event(request: StaffRequest, pk: int) -> DueEvent:
    events = DueEvent.objects.for_staff(request.user).standing()
    event = get_object_or_404(events.select_related("workplace", "worker__workplace"), pk=pk)
    if event.kind in PRIVATE_EVENTS and not request.user.sees_findings:
        raise Http404
    return event


def _home_of(event: DueEvent) -> str:
    if event.worker_id is None:
        return reverse("workplace-events", args=[event.workplace_id])
    return f"{reverse('worker', args=[event.worker_id])}#events"
