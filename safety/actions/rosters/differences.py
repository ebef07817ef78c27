"""What a row would change of one worker; a blank cell erases nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from outreach.actions.imports.kinds import Remark
from safety.actions.results import NEEDS_DESIGNATION
from safety.actions.rosters.records import (
    NOT_STATED,
    Institutions,
    KnownExam,
    KnownExposure,
    KnownWorker,
)
from safety.models import Examination, ExaminationResult, ExamInstitution
from safety.rosters.columns import RosterColumn
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import Findings, RosterExam, RosterFacts

FIELDS = ("birth_date", "phone", "language", "job", "hired_date")
FILLED_ONLY = frozenset({"birth_date"})  # another birth date is another person
HIDDEN = "●"  # stands for results in what people are shown


@dataclass(slots=True)
class ExamStep:
    """An exam to be recorded, or what a row adds to one on record."""

    told: RosterExam
    institution: ExamInstitution | None
    known: KnownExam | None = None
    hazards: list[str] = field(default_factory=list)  # that it does not cover on record
    fills_institution: bool = False
    results: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def does_something(self) -> bool:
        """Tell whether anything is to be written."""
        return bool(self.known is None or self.hazards or self.fills_institution or self.results)


@dataclass(slots=True)
class Steps:
    """What is to be written for a row, and how people are told of it."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    exposures: list[str] = field(default_factory=list)  # agents to be added
    placed: list[KnownExposure] = field(default_factory=list)  # the placement becomes the row's
    processes: list[KnownExposure] = field(default_factory=list)  # a blank process is filled
    exams: list[ExamStep] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    holds: list[Remark] = field(default_factory=list)

    def changes(self, facts: RosterFacts, known: KnownWorker | None) -> dict[str, list[Any]]:
        """Return old and new of what changes, never what a result says."""
        shown: dict[str, list[Any]] = {name: list(both) for name, both in self.fields.items()}
        if self.exposures:
            before = sorted({one.hazard for one in known.exposures}) if known else []
            shown["hazards"] = [before, [*before, *self.exposures]]
        if self.placed:
            shown["placed_date"] = [self.placed[0].placed_date, facts["placed_date"]]
        if self.processes:
            shown["process"] = ["", facts["process"]]
        if any(step.known is None or step.hazards for step in self.exams):
            told = [step.told for step in self.exams if step.known is None or step.hazards]
            shown["exams"] = [[], told]
        if any(step.fills_institution for step in self.exams):
            shown["institution"] = ["", facts["institution"]]
        if any(step.results for step in self.exams):
            shown["has_results"] = ["", HIDDEN]
        return shown


def steps_for(
    facts: RosterFacts,
    findings: Findings,
    known: KnownWorker | None,
    institutions: Institutions,
) -> Steps:
    """Return what a row adds to a worker, or all of it for a new one."""
    steps = Steps()
    if known is not None:
        _compare_fields(steps, facts, known)
    _compare_exposures(steps, facts, known)
    for number, told in enumerate(facts["exams"]):
        _compare_exam(steps, facts, told, findings if number == 0 else {}, known, institutions)
    steps.exams = [step for step in steps.exams if step.does_something]
    return steps


def _compare_fields(steps: Steps, facts: RosterFacts, known: KnownWorker) -> None:
    told = {name: str(facts[name]) for name in FIELDS}  # type: ignore[literal-required]
    for name, new in told.items():
        old = known.get(name)
        if new and new != old and not (old and name in FILLED_ONLY):
            steps.fields[name] = [old, new]
    hired = steps.fields.get("hired_date", [""])[-1]
    if hired and any(one.placed_date < hired for one in known.exposures):
        steps.holds.append(Remark(RosterReason.PLACED_BEFORE_HIRED, RosterColumn.HIRED_DATE))


def _compare_exposures(steps: Steps, facts: RosterFacts, known: KnownWorker | None) -> None:
    if known is not None and facts["hazards"] and facts["placed_date"]:
        hired = facts["hired_date"] or known.get("hired_date")
        if hired and facts["placed_date"] < hired and facts["is_placed_date_stated"]:
            steps.holds.append(Remark(RosterReason.PLACED_BEFORE_HIRED, RosterColumn.PLACED_DATE))
    for hazard in facts["hazards"]:
        there = [one for one in (known.exposures if known else ()) if one.hazard == hazard]
        one = _same_process(there, facts["process"])
        if one is None:
            steps.exposures.append(hazard)
            continue
        if facts["process"] and not one.process:
            steps.processes.append(one)
        if facts["is_placed_date_stated"] and facts["placed_date"] != one.placed_date:
            steps.placed.append(one)


def _same_process(there: list[KnownExposure], process: str) -> KnownExposure | None:
    """Return the exposure of that process; a row without one means any, one without takes it."""
    named = [one for one in there if one.process == process]
    open_ones = there if not process else [one for one in there if not one.process]
    return next(iter([*named, *open_ones]), None)


def _compare_exam(
    steps: Steps,
    facts: RosterFacts,
    told: RosterExam,
    findings: Findings,
    known: KnownWorker | None,
    institutions: Institutions,
) -> None:
    institution = institutions.find(facts["institution"])
    if facts["institution"] and institution is None:
        steps.warnings.append(Remark(RosterReason.INSTITUTION_UNKNOWN, RosterColumn.INSTITUTION))
    needs = Examination.Kind(told["kind"]) in NEEDS_DESIGNATION
    if institution is not None and needs and not institution.is_designated:
        code = RosterReason.INSTITUTION_NOT_DESIGNATED
        steps.warnings.append(Remark(code, RosterColumn.INSTITUTION))
        return
    there = known.exams.get((told["kind"], told["exam_date"])) if known else None
    covered = there.results if there else {}
    step = ExamStep(told, institution, there)
    step.hazards = [hazard for hazard in told["hazards"] if hazard not in covered]
    step.fills_institution = bool(
        there and institution and there.record.institution.code == NOT_STATED
    )
    for hazard, both in findings.items():
        if hazard in told["hazards"] and _is_blank(covered.get(hazard)):
            step.results[hazard] = both
    steps.exams.append(step)


def _is_blank(result: ExaminationResult | None) -> bool:
    """What a clinician entered from the result table is never written over by a list."""
    return result is None or not result.code
