"""Gather what the rules read, for many workplaces in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from outreach.models import Worker, Workplace
from safety.models import (
    Completion,
    Consultation,
    DueItem,
    Examination,
    ExaminationResult,
    Exposure,
    Measurement,
)
from safety.rules.consultations import consultation_due, follow_up_due
from safety.rules.derivations import Due
from safety.rules.exam_facts import FINDING_KINDS, CoworkerFinding, ExamFact, ExamKind
from safety.rules.exams import exam_due
from safety.rules.results import ResultCode
from safety.rules.statutes import STATUTES  # the tables, checked as they are loaded
from safety.rules.training import prevention_class_due
from safety.rules.worker_exams import ExposureRow, exposure_facts


@dataclass(frozen=True, slots=True)
class Subject:
    """What a due item is about: unique among the open ones."""

    kind: str
    workplace_id: int
    worker_id: int | None = None
    hazard: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """One agent in one process of one workplace: halving reaches everybody in it."""

    workplace_id: int
    process: str
    hazard: str


class DueFacts:
    """The facts of some workplaces, read once; `owed` derives every date from them."""

    def __init__(self, workplaces: Sequence[Workplace], *, today: date) -> None:
        self.workplaces = workplaces
        self.today = today
        everybody = list(Worker.objects.filter(workplace__in=workplaces).order_by("pk"))
        self.workers = [worker for worker in everybody if worker.left_date is None]
        # Those who left too: a disease found in one of them concerns the others still.
        self._home = {worker.pk: worker.workplace_id for worker in everybody}
        self._read_exposures()
        self._read_exams()
        self._read_measurements()
        self._read_services()

    def owed(self) -> Iterator[tuple[Subject, Due]]:
        """Yield everything that is owed, with its date and why."""
        for workplace in self.workplaces:
            if workplace.is_open_on(self.today):
                yield self._consultation(workplace)
        registered = {workplace.pk: workplace.registered_date for workplace in self.workplaces}
        shut = {row.pk for row in self.workplaces if not row.is_open_on(self.today)}
        for worker in self.workers:
            if worker.workplace_id in shut:
                continue
            yield from self._exams(worker)
            yield from self._follow_up(worker)
            yield self._training(worker, registered[worker.workplace_id])

    def _consultation(self, workplace: Workplace) -> tuple[Subject, Due]:
        due = consultation_due(
            registered=workplace.registered_date,
            last_held=self._last_consultation_at.get(workplace.pk),
            on=self.today,
        )
        return Subject(DueItem.Kind.CONSULTATION, workplace.pk), due

    def _follow_up(self, worker: Worker) -> Iterator[tuple[Subject, Due]]:
        held, agreed = self._last_consultation_of.get(worker.pk, (None, None))
        if held and agreed:
            due = follow_up_due(held=held, agreed=agreed, on=self.today)
            yield Subject(DueItem.Kind.CONSULTATION, worker.workplace_id, worker.pk), due

    def _training(self, worker: Worker, registered: date) -> tuple[Subject, Due]:
        due = prevention_class_due(
            registered=max(registered, worker.hired_date or registered),
            last_completed=self._last_completed.get(worker.pk),
            on=self.today,
        )
        return Subject(DueItem.Kind.TRAINING, worker.workplace_id, worker.pk), due

    def _exams(self, worker: Worker) -> Iterator[tuple[Subject, Due]]:
        for hazard, exposures in self._exposures.get(worker.pk, {}).items():
            facts = exposure_facts(
                exposures,
                on=self.today,
                exams=self._exam_facts.get((worker.pk, hazard), ()),
                over_limit=partial(self._measured, worker),
                findings=partial(self._found_beside, worker),
            )
            if facts is None:
                continue
            due = exam_due(facts, on=self.today, cycles=STATUTES.cycles)
            if due:
                subject = Subject(DueItem.Kind.SPECIAL_EXAM, worker.workplace_id, worker.pk, hazard)
                yield subject, due

    def _measured(self, worker: Worker, row: ExposureRow) -> Sequence[date]:
        return self._over_limit.get(_place(worker.workplace_id, row), ())

    def _found_beside(self, worker: Worker, row: ExposureRow) -> Iterator[CoworkerFinding]:
        for found_in, finding in self._findings.get(_place(worker.workplace_id, row), ()):
            if found_in != worker.pk:
                yield finding

    def _read_exposures(self) -> None:
        self._exposures: dict[int, dict[str, list[ExposureRow]]] = defaultdict(
            lambda: defaultdict(list)
        )
        rows = Exposure.objects.filter(worker__workplace__in=self.workplaces).order_by("pk")
        for row in rows:
            self._exposures[row.worker_id][row.hazard].append(
                ExposureRow(row.hazard, row.process, row.placed_date, row.ended_date)
            )

    def _read_exams(self) -> None:
        self._exam_facts: dict[tuple[int, str], list[ExamFact]] = defaultdict(list)
        self._findings: dict[_Place, list[tuple[int, CoworkerFinding]]] = defaultdict(list)
        results = (
            ExaminationResult.objects.filter(examination__worker__workplace__in=self.workplaces)
            .select_related("examination")
            .order_by("examination__exam_date", "pk")
        )
        for result in results:
            exam = result.examination
            self._exam_facts[exam.worker_id, result.hazard].append(_exam_fact(result))
            if result.code == ResultCode.D1 and exam.kind in FINDING_KINDS:
                finding = CoworkerFinding(
                    exam.exam_date, result.shortening_unnecessary, exam.result_table_received_date
                )
                for place in self._places_of(exam, result.hazard):
                    self._findings[place].append((exam.worker_id, finding))

    def _places_of(self, exam: Examination, hazard: str) -> set[_Place]:
        """Where the patient was exposed by the day of the exam, whether still employed or not."""
        home = self._home[exam.worker_id]
        rows = self._exposures.get(exam.worker_id, {}).get(hazard, ())
        return {_place(home, row) for row in rows if row.placed <= exam.exam_date}

    def _read_measurements(self) -> None:
        self._over_limit: dict[_Place, list[date]] = defaultdict(list)
        rows = Measurement.objects.filter(workplace__in=self.workplaces, is_over_limit=True)
        for row in rows:
            place = _Place(row.workplace_id, row.process, row.hazard)
            self._over_limit[place].append(row.measured_date)

    def _read_services(self) -> None:
        self._last_consultation_at: dict[int, date] = {}
        self._last_consultation_of: dict[int, tuple[date, date | None]] = {}
        held = (
            Consultation.objects.filter(worker__workplace__in=self.workplaces)
            .order_by("held_date", "pk")
            .values_list("worker__workplace", "worker", "held_date", "follow_up_date")
        )
        for workplace_id, worker_id, held_date, follow_up_date in held:
            self._last_consultation_at[workplace_id] = held_date
            self._last_consultation_of[worker_id] = (held_date, follow_up_date)
        self._last_completed: dict[int, date] = {}
        completed = Completion.objects.filter(worker__workplace__in=self.workplaces)
        for worker_id, ended_at in completed.order_by("ended_at").values_list(
            "worker", "ended_at__date"
        ):
            self._last_completed[worker_id] = ended_at


def _place(workplace_id: int, row: ExposureRow) -> _Place:
    return _Place(workplace_id, row.process, row.hazard)


def _exam_fact(result: ExaminationResult) -> ExamFact:
    return ExamFact(
        exam_date=result.examination.exam_date,
        kind=ExamKind(result.examination.kind),
        covered=frozenset({result.hazard}),
        code=ResultCode(result.code) if result.code else None,
        doctor_shortens=result.doctor_shortens,
        shortening_unnecessary=result.shortening_unnecessary,
    )
