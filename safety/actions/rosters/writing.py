from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Model

from outreach.models import ImportRow, Worker, bulk
from safety.actions.rosters.differences import FIELDS
from safety.actions.rosters.records import KnownExposure
from safety.actions.rosters.sealed import seal
from safety.models import Examination, ExaminationResult, ExamInstitution, Exposure


@dataclass
class Writing:
    """What a chunk of rows writes, table by table, with what is needed to take it back."""

    workers: list[Worker] = field(default_factory=list)
    changed_workers: dict[int, Worker] = field(default_factory=dict)
    exposures: list[tuple[ImportRow, Exposure]] = field(default_factory=list)
    exams: list[tuple[ImportRow, Examination]] = field(default_factory=list)
    results: list[tuple[ImportRow, ExaminationResult]] = field(default_factory=list)
    examined: list[tuple[Examination, list[str]]] = field(default_factory=list)
    rows: list[tuple[ImportRow, Worker]] = field(default_factory=list)
    _changed: dict[int, Exposure | Examination | ExaminationResult] = field(
        default_factory=dict
    )  # by identity: some are not saved yet
    _filled: list[tuple[ImportRow, ExaminationResult]] = field(default_factory=list)
    _exposed: list[tuple[ImportRow, Exposure, str, str, str]] = field(default_factory=list)
    _institutions: list[tuple[ImportRow, Examination, int, int]] = field(default_factory=list)
    _received: list[tuple[ImportRow, Examination]] = field(default_factory=list)

    def remember_exposure(
        self, row: ImportRow, known: KnownExposure, name: str, old: str, new: str
    ) -> None:
        """Write a changed exposure, and remember what it was."""
        self._changed[id(known.record)] = known.record
        self._exposed.append((row, known.record, name, old, new))

    def remember_institution(
        self, row: ImportRow, exam: Examination, institution: ExamInstitution
    ) -> None:
        """Write where an exam was held, and remember that it was not known."""
        self._institutions.append((row, exam, exam.institution_id, institution.pk))
        exam.institution = institution
        self._changed[id(exam)] = exam

    def remember_receipt(self, row: ImportRow, exam: Examination) -> None:
        """Write when the result table came, and remember that it had not."""
        self._received.append((row, exam))
        self._changed[id(exam)] = exam

    def fill(self, row: ImportRow, result: ExaminationResult, code: str, fitness: str) -> None:
        """Write a result, and remember that there was none."""
        result.code, result.fitness = code, fitness
        self._filled.append((row, result))
        self._changed[id(result)] = result

    def write(self) -> None:
        """Save everything, a statement for each table, and note in each row what it brought."""
        old = [one for one in self._changed.values() if not one._state.adding]
        Worker.objects.bulk_create(self.workers)
        for worker in self.changed_workers.values():
            worker.version += 1  # whoever has them open is told
        _change(Worker, (*FIELDS, "left_date", "version"), self.changed_workers.values())
        Exposure.objects.bulk_create([one for _row, one in self.exposures])
        Examination.objects.bulk_create([one for _row, one in self.exams])
        ExaminationResult.objects.bulk_create([one for _row, one in self.results])
        exposures = [one for one in old if isinstance(one, Exposure)]
        _change(Exposure, ("process", "placed_date"), exposures)
        exams = [one for one in old if isinstance(one, Examination)]
        _change(Examination, ("institution_id", "result_table_received_date"), exams)
        results = [one for one in old if isinstance(one, ExaminationResult)]
        _change(ExaminationResult, ("code", "fitness"), results)
        self._note_what_was_brought()

    def _note_what_was_brought(self) -> None:
        for row, worker in self.rows:
            row.subject_id = worker.pk
        brought: list[tuple[str, ImportRow, int]] = [
            *(("exposures", row, one.pk) for row, one in self.exposures),
            *(("exams", row, one.pk) for row, one in self.exams),
            *(("results", row, one.pk) for row, one in self.results),
        ]
        for key, row, pk in brought:
            row.undo.setdefault(key, []).append(pk)
        for row, exposure, name, before, after in self._exposed:
            row.undo.setdefault("changed", []).append([exposure.pk, name, before, after])
        for row, exam, was, became in self._institutions:
            row.undo.setdefault("institutions", []).append([exam.pk, was, became])
        for row, exam in self._received:
            row.undo.setdefault("received", []).append(exam.pk)
        filled: defaultdict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
        by_pk = {row.pk: row for row, _result in self._filled}
        for row, result in self._filled:
            filled[row.pk][str(result.pk)] = (result.code, result.fitness)
        for pk, findings in filled.items():
            by_pk[pk].undo["findings"] = seal(findings)


def _change(model: type[Model], names: Sequence[str], records: Iterable[Model]) -> None:
    values = attrgetter("pk", *names)
    bulk.change(model, names, [values(one) for one in records])
