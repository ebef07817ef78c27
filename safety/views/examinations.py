"""Exams that were held, and their results; whoever sees a result is written down."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.access_entries import note
from outreach.asker import StaffRequest
from outreach.models import AccessEntry, Worker
from safety.actions.exposures import NotEmployed, UnknownHazard
from safety.actions.results import (
    AlreadyExamined,
    CodeNotAllowed,
    ContradictoryAdvice,
    ExaminedLater,
    FitnessMissing,
    IncompleteResults,
    NoHazards,
    NotDesignated,
    NotExposed,
    ReceivedOnAWrongDay,
    enter_results,
    record_examination,
)
from safety.forms.examinations import ExaminationForm, ResultsForm
from safety.models import Examination
from safety.rules.results import CLOCKS, Clock, clock_ends

EXAM_REFUSALS = (
    AlreadyExamined,
    ExaminedLater,
    NoHazards,
    NotDesignated,
    NotEmployed,
    NotExposed,
    UnknownHazard,
)
RESULT_REFUSALS = (
    CodeNotAllowed,
    ContradictoryAdvice,
    FitnessMissing,
    IncompleteResults,
    ReceivedOnAWrongDay,
)
A_PAGE = 50


@requires(Permission.RECORD_ATTENDANCE)
def examination_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down an exam that was held."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    worker = get_object_or_404(workers, pk=pk)
    today = clock.today()
    form = ExaminationForm(request.POST or None, worker=worker, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            record_examination(
                worker=worker, staff=request.user, today=today, now=clock.now(), **form.cleaned_data
            )
        except EXAM_REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(
                request, _("The exam is on record. Its results follow with the result table.")
            )
            return redirect("worker", pk)
    return render(request, "safety/examination_form.html", {"form": form, "worker": worker})


@requires(Permission.RECORD_FINDINGS)
def examination_list(request: StaffRequest) -> HttpResponse:
    """List the exams whose result table is awaited, the oldest first (시행규칙 제209조)."""
    waiting = (
        Examination.objects.for_staff(request.user)
        .filter(result_table_received_date=None)
        .select_related("worker__workplace", "institution")
        .order_by("exam_date", "pk")
    )
    today = clock.today()
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (exam, clock_ends(Clock.TABLE_TO_EMPLOYER, since=exam.exam_date))
        for exam in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "count": page.paginator.count,
        "days": CLOCKS[Clock.TABLE_TO_EMPLOYER].days,
        "article": CLOCKS[Clock.TABLE_TO_EMPLOYER].article,
        "today": today,
    }
    return render(request, "safety/examination_list.html", context)


@requires(Permission.SEE_FINDINGS)
@never_cache
def examination(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one exam and what the doctor found."""
    exam = _exam(request, pk)
    _note(request, exam, AccessEntry.Deed.VIEWED)
    context = {
        "exam": exam,
        "results": exam.results.order_by("hazard"),
        "table_due": clock_ends(Clock.TABLE_TO_EMPLOYER, since=exam.exam_date),
        "may_record": request.user.may(Permission.RECORD_FINDINGS),
    }
    return render(request, "safety/examination.html", context)


@requires(Permission.RECORD_FINDINGS)
@never_cache
def examination_results(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter, or correct, what the result table says of each agent."""
    exam = _exam(request, pk)
    today = clock.today()
    form = ResultsForm(request.POST or None, examination=exam, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            enter_results(
                examination=exam,
                results=form.entries(),
                received_date=form.cleaned_data["received_date"],
                orders=form.cleaned_data["orders"],
                staff=request.user,
                today=today,
                now=clock.now(),
            )
        except RESULT_REFUSALS as reason:
            form.add_error(None, str(reason))
        else:
            _note(request, exam, AccessEntry.Deed.RECORDED)
            messages.success(request, _("The results are on record; due dates follow from them."))
            return redirect("examination", pk)
    _note(request, exam, AccessEntry.Deed.VIEWED)
    return render(request, "safety/examination_results.html", {"form": form, "exam": exam})


def _exam(request: StaffRequest, pk: int) -> Examination:
    exams = Examination.objects.for_staff(request.user)
    return get_object_or_404(exams.select_related("worker__workplace", "institution"), pk=pk)


def _note(request: StaffRequest, exam: Examination, deed: AccessEntry.Deed) -> None:
    note(
        staff=request.user,
        deed=deed,
        subject="examination",
        subject_id=exam.pk,
        from_address=request.META.get("REMOTE_ADDR"),
        now=clock.now(),
    )
