"""Giving people seats in a class, and taking them back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F, Min, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import Worker
from outreach.models.worker import WorkerQuerySet
from safety.models import DueItem
from scheduling.actions.classes import ClassRefused
from scheduling.actions.enrolments import Enrolled, enrol_all, leave_class
from scheduling.forms.classes import EnrolForm, WorkerSearchForm
from scheduling.models import Enrolment, TrainingClass

MOST_SHOWN = 30


@requires(Permission.EDIT_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: StaffRequest, pk: int) -> HttpResponse:
    """Look for people, the nearest due first, and give them seats."""
    mine = TrainingClass.objects.for_staff(request.user)
    found = get_object_or_404(mine.select_related("centre", "course", "venue"), pk=pk)
    form = EnrolForm(
        request.POST if request.method == "POST" else None,
        workers=Worker.objects.for_staff(request.user),
    )
    if form.is_valid():
        done = enrol_all(
            training_class=found, workers=list(form.cleaned_data["workers"]), now=clock.now()
        )
        _say(request, done)
        return redirect("class", pk)
    search = WorkerSearchForm(request.GET)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    people = _found(request, found, words) if words else _suggested(request, found)
    page = {
        "training_class": found,
        "form": form,
        "search": search,
        "words": words,
        "people": people[:MOST_SHOWN],
        "count": people.count(),
        "most_shown": MOST_SHOWN,
    }
    status = 422 if form.errors else 200
    return render(request, "scheduling/class_enrol.html", page, status=status)


@requires(Permission.EDIT_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, then take somebody out of a class; the first who waits moves up."""
    mine = Enrolment.objects.for_staff(request.user)
    found = get_object_or_404(
        mine.select_related("worker__workplace", "training_class__course"), pk=pk
    )
    if request.method != "POST":
        waiting = found.training_class.enrolments.filter(state=Enrolment.State.WAITING)
        page = {"enrolment": found, "following": waiting.order_by("enrolled_at", "pk").first()}
        return render(request, "scheduling/class_leave.html", page)
    try:
        moved_up = leave_class(enrolment=found, now=clock.now())
    except ClassRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The enrolment is cancelled."))
        if moved_up is not None:
            words = _("%(name)s moved up from the waiting list.")
            messages.info(request, words % {"name": moved_up.worker.name_for(request.user)})
    return redirect("class", found.training_class_id)


def _suggested(request: StaffRequest, training_class: TrainingClass) -> WorkerQuerySet:
    """Return those to whom a class is to be offered, the nearest date first."""
    in_a_class = (
        Enrolment.objects.for_staff(request.user)
        .exclude(state=Enrolment.State.CANCELLED)
        .filter(training_class__state=TrainingClass.State.OPEN)
    )
    owed = Q(due_items__kind=DueItem.Kind.TRAINING, due_items__closed_at=None)
    return (
        _candidates(request)
        .filter(owed)
        .exclude(pk__in=in_a_class.values("worker"))
        .annotate(due_date=Min("due_items__due_date"))
        .order_by("due_date", "pk")
    )


def _found(request: StaffRequest, training_class: TrainingClass, words: str) -> WorkerQuerySet:
    """Return whose name, or whose workplace's name, holds the words."""
    owed = Q(due_items__kind=DueItem.Kind.TRAINING, due_items__closed_at=None)
    inside = training_class.enrolments.exclude(state=Enrolment.State.CANCELLED)
    return (
        _candidates(request)
        .filter(Q(name__icontains=words) | Q(workplace__name__icontains=words))
        .exclude(pk__in=inside.values("worker"))
        .annotate(due_date=Min("due_items__due_date", filter=owed))
        .order_by(F("due_date").asc(nulls_last=True), "name", "pk")
    )


def _candidates(request: StaffRequest) -> WorkerQuerySet:
    mine = Worker.objects.for_staff(request.user).employed()
    return mine.filter(workplace__closed_date=None).select_related("workplace")


def _say(request: StaffRequest, done: Enrolled) -> None:
    """Say what came of each: seats, waiting list, refusals."""
    if done.seated:
        said = ngettext(
            "%(count)s person has a seat.", "%(count)s people have a seat.", len(done.seated)
        )
        messages.success(request, said % {"count": len(done.seated)})
    if done.waiting:
        said = ngettext(
            "%(count)s person is on the waiting list.",
            "%(count)s people are on the waiting list.",
            len(done.waiting),
        )
        messages.warning(request, said % {"count": len(done.waiting)})
    for worker, reason in done.refused:
        messages.error(request, f"{worker.name_for(request.user)}: {reason}")
