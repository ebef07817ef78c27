"""A worker's exam card for the clinician: agents, intervals, results and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.access_entries import note
from outreach.asker import StaffRequest
from outreach.models import AccessEntry, Worker
from safety.models import DueItem, Examination, ExaminationResult, Exposure
from safety.models.due_item import AGENT_KINDS
from safety.rules.exam_cycles import ExamCycle, exam_cycle
from safety.rules.hazards import HAZARDS
from safety.rules.results import Clock, clock_ends, keep_until


@dataclass(frozen=True)
class CardLine:
    """One agent: since when, how often, what was found last, and when again."""

    exposures: list[Exposure]
    cycle: ExamCycle
    last: ExaminationResult | None
    due: list[DueItem]

    @property
    def hazard(self) -> str:
        """The agent's code."""
        return self.exposures[0].hazard

    @property
    def second_stage_by(self) -> date | None:
        """Until when a second-stage exam is made, after R; afterwards it is U."""
        if self.last is None or self.last.code != ExaminationResult.Code.R:
            return None
        exam = self.last.examination
        told = exam.result_table_received_date or exam.exam_date
        return clock_ends(Clock.SECOND_STAGE, since=told)

    @property
    def keep_until(self) -> date | None:
        """Until when the record of the last exam is kept."""
        if self.last is None:
            return None
        exam = self.last.examination
        recorded = exam.result_table_received_date or exam.exam_date
        return keep_until(recorded=recorded, hazards=[self.hazard])


@requires(Permission.SEE_FINDINGS)
@require_safe
@never_cache
def exam_card(request: StaffRequest, pk: int) -> HttpResponse:
    """Show everything an examiner asks about on one sheet, and write the look down."""
    workers = Worker.objects.for_staff(request.user).select_related("workplace")
    worker = get_object_or_404(workers, pk=pk)
    jobs = Worker.objects.for_staff(request.user).of_person(worker)
    exams = Examination.objects.for_staff(request.user).filter(worker__in=jobs)
    held = exams.select_related("institution").prefetch_related("results").order_by("-exam_date")
    note(
        staff=request.user,
        deed=AccessEntry.Deed.VIEWED,
        subject="worker",
        subject_id=worker.pk,
        from_address=request.META.get("REMOTE_ADDR"),
        now=clock.now(),
    )
    exams_held = list(held)
    page = {
        "worker": worker,
        "lines": list(_lines(worker, exams_held, clock.today())),
        "examinations": exams_held,
    }
    return render(request, "safety/exam_card.html", page)


def _lines(worker: Worker, exams: list[Examination], today: date) -> Iterator[CardLine]:
    rows = worker.exposures.filter(ended_date=None).order_by("placed_date", "pk")
    by_agent: dict[str, list[Exposure]] = {}
    for row in rows:
        if row.hazard in HAZARDS:
            by_agent.setdefault(row.hazard, []).append(row)
    owed = list(
        worker.due_items.open()
        .filter(kind__in=AGENT_KINDS)
        .select_related("why")
        .order_by("due_date")
    )
    for hazard, exposures in by_agent.items():
        due = [item for item in owed if item.hazard == hazard]
        yield CardLine(exposures, exam_cycle(hazard, on=today), _last(exams, hazard), due)


def _last(exams: list[Examination], hazard: str) -> ExaminationResult | None:
    """Return what the newest exam that covered an agent said of it."""
    for exam in exams:
        for result in exam.results.all():
            if result.hazard == hazard:
                return result
    return None
