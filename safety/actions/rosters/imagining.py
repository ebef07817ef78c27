"""What the rows before this one will have written, without writing it."""

from __future__ import annotations

from datetime import date

from outreach.actions.imports.kinds import Place
from outreach.models import Worker
from safety.actions.rosters.differences import FIELDS, Steps, steps_for
from safety.actions.rosters.records import (
    NOT_STATED,
    Institutions,
    KnownExam,
    KnownExposure,
    KnownWorker,
)
from safety.models import Examination, ExaminationResult, ExamInstitution, Exposure
from safety.rosters.rows import RosterFacts


def imagined(facts: RosterFacts, workplace_id: int, place: Place) -> KnownWorker:
    """Return the worker that a new row will bring, for the rows that follow."""
    record = Worker(workplace_id=workplace_id, name=facts["name"], language="ko")
    worker = KnownWorker(record, workplace_id, place=place)
    steps = steps_for(facts, {}, None, NOBODY_KNOWN)
    steps.fields = {
        name: ["", str(facts[name])]  # type: ignore[literal-required]
        for name in FIELDS
        if facts[name]  # type: ignore[literal-required]
    }
    imagine(worker, facts, steps)
    return worker


def imagine(worker: KnownWorker, facts: RosterFacts, steps: Steps) -> None:
    """Let the rows that follow see what this one will have written; nothing is saved."""
    for name, (_old, new) in steps.fields.items():
        value = date.fromisoformat(new) if name.endswith("_date") else new
        setattr(worker.record, name, value)
    for one in steps.processes:
        one.process = facts["process"]
    for one in steps.placed:
        one.placed_date = facts["placed_date"]
    for hazard in steps.exposures:
        exposure = KnownExposure(Exposure(), hazard, facts["process"], facts["placed_date"])
        worker.exposures.append(exposure)
    for step in steps.exams:
        exam = step.known or KnownExam(Examination())
        if step.known is None:
            worker.exams[step.told["kind"], step.told["exam_date"]] = exam
            exam.record.institution = step.institution or ExamInstitution(code=NOT_STATED)
        for hazard in step.told["hazards"]:
            code, fitness = step.results.get(hazard, ("", ""))
            result = exam.results.setdefault(hazard, ExaminationResult(hazard=hazard))
            result.code, result.fitness = result.code or code, result.fitness or fitness


NOBODY_KNOWN = Institutions(())
