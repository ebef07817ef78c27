"""
Doing what rows of rosters say, for many workers at once.

It keeps what `workers.add_worker`, `exposures.add_exposure` and `results.record_examination` keep:
nobody twice, nothing for those who left, special exams only at designated institutions, an exam
closes what it fulfils, and what is due is worked out in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from outreach.actions.imports.held_rows import hold_again
from outreach.actions.imports.reasons import Deciding
from outreach.actions.search import refresh
from outreach.models import ImportFile, ImportRow, Worker, Workplace
from safety.actions.due_items import recompute_workplaces
from safety.actions.rosters.closing import close_examined
from safety.actions.rosters.differences import ExamStep, Steps, steps_for
from safety.actions.rosters.facts import (
    FINDINGS,
    WORKPLACE,
    facts_of,
    findings_of,
    without_findings,
)
from safety.actions.rosters.matching import match
from safety.actions.rosters.records import (
    Institutions,
    KnownExam,
    KnownExposure,
    KnownWorker,
    Staffing,
    Workplaces,
)
from safety.actions.rosters.writing import Writing
from safety.models import Examination, ExaminationResult, ExamInstitution, Exposure
from safety.rosters.rows import RosterFacts

Decision = ImportRow.Decision
Outcome = ImportRow.Outcome


def apply(
    rows: Sequence[ImportRow], import_file: ImportFile, now: datetime, today: date
) -> list[ImportRow]:
    """Write the rows and work out what is due; return those that were done."""
    chunk = _Chunk(rows, import_file, now, today)
    done = [row for row in rows if chunk.enter(row)]
    chunk.writing.write()
    close_examined(chunk.writing.examined, now=now)
    Workplace.objects.filter(pk__in=chunk.touched).update(facts_changed_at=now)
    refresh(workplaces=chunk.touched)
    recompute_workplaces(workplaces=chunk.touched, today=today, now=now)
    with_results = [row for row in done if row.canonical.get(FINDINGS)]
    for row in with_results:
        row.canonical = without_findings(row.canonical)
    ImportRow.objects.bulk_update(with_results, ["canonical"], batch_size=100)
    return done


class _Chunk:
    """The workers that the rows of one transaction touch."""

    def __init__(
        self, rows: Sequence[ImportRow], import_file: ImportFile, now: datetime, today: date
    ) -> None:
        self._file = import_file
        self._now = now
        self._today = today
        self._institutions = Institutions(ExamInstitution.objects.all())
        self._staffing = Staffing(import_file.centre)
        self._workplaces: Workplaces | None = None
        self.touched: set[int] = set()
        self.writing = Writing()
        where = {pk for row in rows if (pk := self._where(row)) is not None}
        locked = Workplace.objects.select_for_update(of=("self",)).filter(pk__in=where)
        self._open = {one.pk for one in locked.order_by("pk") if one.is_open_on(today)}
        self._staffing.load(where)

    def enter(self, row: ImportRow) -> bool:
        """Plan what a row says; one that cannot be done any more is held."""
        facts, workplace_id = facts_of(row.canonical), self._where(row)
        if workplace_id is None or workplace_id not in self._open:
            hold_again(row, Deciding.CHANGED_SINCE_PREVIEW)
            return False
        worker = self._whom(row, facts, workplace_id)
        if worker is None:
            if row.outcome == Outcome.MERGED:
                hold_again(row, Deciding.FIRST_ROW_DROPPED)
                return False
            worker = self._new(row, facts, workplace_id)
        findings = findings_of(row.canonical)
        steps = steps_for(facts, findings, worker, self._institutions)
        row.undo.setdefault("fields", {})
        self._change(row, worker, steps)
        self._expose(row, worker, facts, steps)
        for step in steps.exams:
            self._examine(row, worker, facts, step)
        if row.outcome != Outcome.NEW:
            row.workplace_id = workplace_id
        self.writing.rows.append((row, worker.record))
        self.touched.add(workplace_id)
        return True

    def _where(self, row: ImportRow) -> int | None:
        """Return the workplace of a row: decided, found by the comparison, or found by its name."""
        if row.workplace_id is not None and row.subject_id is None:
            return row.workplace_id
        pk: int | None = row.canonical.get(WORKPLACE)
        if pk is None and row.decision:
            self._workplaces = self._workplaces or Workplaces(self._file.centre)
            found = self._workplaces.find(facts_of(row.canonical))
            pk = found[0] if len(found) == 1 else None
            row.canonical[WORKPLACE] = pk
        return pk

    def _whom(self, row: ImportRow, facts: RosterFacts, workplace_id: int) -> KnownWorker | None:
        """Return the worker on record that a row is of; None: it brings one."""
        if row.decision == Decision.JOIN and row.subject_id is not None:
            known = self._staffing.with_pk(row.subject_id)
            if known is not None and known.workplace_id == workplace_id and not known.has_left:
                return known
            if known is not None and not known.has_left:
                self._moves_away(row, known, facts)
            return None
        found = match(facts, self._staffing.at(workplace_id, facts["name"]))
        return found.worker

    def _moves_away(self, row: ImportRow, known: KnownWorker, facts: RosterFacts) -> None:
        """Let somebody who changed jobs leave the old workplace; the exams stay where they were."""
        hired = date.fromisoformat(facts["hired_date"]) if facts["hired_date"] else self._today
        left = max(min(hired, self._today), known.record.hired_date or date.min)
        known.record.left_date = left
        row.undo["left"] = [known.record.pk, left.isoformat()]
        self.writing.changed_workers[known.record.pk] = known.record
        self.touched.add(known.workplace_id)

    def _new(self, row: ImportRow, facts: RosterFacts, workplace_id: int) -> KnownWorker:
        hired = facts["hired_date"]
        record = Worker(
            workplace_id=workplace_id,
            name=facts["name"],
            birth_date=date.fromisoformat(facts["birth_date"]) if facts["birth_date"] else None,
            phone=facts["phone"],
            language=facts["language"] or "ko",
            job=facts["job"],
            hired_date=date.fromisoformat(hired) if hired else None,
        )
        worker = KnownWorker(record, workplace_id)
        row.undo["is_new"] = True
        self.writing.workers.append(record)
        self._staffing.add(worker)
        return worker

    def _change(self, row: ImportRow, worker: KnownWorker, steps: Steps) -> None:
        for name, (old, new) in steps.fields.items():
            value = date.fromisoformat(new) if name.endswith("_date") else new
            setattr(worker.record, name, value)
            row.undo["fields"][name] = [old, new]
        if steps.fields and worker.record.pk is not None:
            self.writing.changed_workers[worker.record.pk] = worker.record

    def _expose(
        self, row: ImportRow, worker: KnownWorker, facts: RosterFacts, steps: Steps
    ) -> None:
        for one in steps.processes:
            self.writing.remember_exposure(row, one, "process", one.process, facts["process"])
            one.process = one.record.process = facts["process"]
        for one in steps.placed:
            new = facts["placed_date"]
            self.writing.remember_exposure(row, one, "placed_date", one.placed_date, new)
            one.placed_date, one.record.placed_date = new, date.fromisoformat(new)
        for hazard in steps.exposures:
            exposure = Exposure(
                worker=worker.record,
                hazard=hazard,
                process=facts["process"],
                placed_date=date.fromisoformat(facts["placed_date"]),
            )
            known = KnownExposure(exposure, hazard, facts["process"], facts["placed_date"])
            worker.exposures.append(known)
            self.writing.exposures.append((row, exposure))

    def _examine(
        self, row: ImportRow, worker: KnownWorker, facts: RosterFacts, step: ExamStep
    ) -> None:
        exam = step.known
        if exam is None:
            exam = KnownExam(
                Examination(
                    worker=worker.record,
                    kind=step.told["kind"],
                    institution=step.institution or self._institutions.not_stated(),
                    exam_date=date.fromisoformat(step.told["exam_date"]),
                    recorded_by=self._file.committed_by or self._file.uploaded_by,
                    recorded_at=self._now,
                )
            )
            worker.exams[step.told["kind"], step.told["exam_date"]] = exam
            self.writing.exams.append((row, exam.record))
        elif step.fills_institution and step.institution is not None:
            self.writing.remember_institution(row, exam.record, step.institution)
        for hazard in step.hazards:
            result = ExaminationResult(examination=exam.record, hazard=hazard)
            exam.results[hazard] = result
            self.writing.results.append((row, result))
        self.writing.examined.append((exam.record, list(step.told["hazards"])))
        for hazard, (code, fitness) in step.results.items():
            self.writing.fill(row, exam.results[hazard], code, fitness)
        self._receive(row, exam, facts)

    def _receive(self, row: ImportRow, exam: KnownExam, facts: RosterFacts) -> None:
        """Say when the table came, once it is complete; else a clinician still awaits it."""
        record = exam.record
        if record.result_table_received_date is not None or not exam.results:
            return
        if any(not result.code for result in exam.results.values()):
            return
        told = facts["received_date"]
        received = date.fromisoformat(told) if told else self._today
        record.result_table_received_date = max(received, record.exam_date)
        self.writing.remember_receipt(row, record)
