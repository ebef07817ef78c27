"""What one row of a roster would change in the centre's workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from outreach.actions.imports.kinds import Comparison, Line, Place, Remark
from outreach.actions.imports.reasons import Deciding
from outreach.models import ImportFile, ImportRow, Workplace
from safety.actions.rosters.candidates import WHY, candidate, digest_of
from safety.actions.rosters.differences import Steps, steps_for
from safety.actions.rosters.facts import (
    WORKPLACE,
    facts_of,
    findings_of,
    without_findings,
)
from safety.actions.rosters.imagining import imagine, imagined
from safety.actions.rosters.matching import match
from safety.actions.rosters.records import (
    Institutions,
    KnownWorker,
    Staffing,
    Workplaces,
)
from safety.models import ExamInstitution
from safety.rosters.columns import RosterColumn
from safety.rosters.reasons import RosterReason
from safety.rosters.rows import RosterFacts

Outcome = ImportRow.Outcome
Decided = Mapping[str, tuple[str, int | None]]


class Comparer:
    """Compares row after row with the workers on record, and with the rows before it."""

    def __init__(self, import_file: ImportFile, decided: Decided) -> None:
        self._file = import_file
        self._today = _day_of(import_file)
        self._decided = decided
        self._workplaces = Workplaces(import_file.centre)
        self._institutions = Institutions(ExamInstitution.objects.all())
        self._staffing = Staffing(import_file.centre)

    def prepare(self, lines: Sequence[Line]) -> None:
        """Read the workers of all workplaces of these rows together."""
        facts = [facts_of(line.canonical) for line in lines if not line.rejections]
        self._staffing.read_ahead(pk for one in facts for pk in self._where(one))

    def compare(self, line: Line, place: Place) -> Comparison:
        """Return what becomes of the next row."""
        canonical = line.canonical
        facts = facts_of(canonical)
        found = self._judge(line, facts, canonical, place)
        found.warnings = [*line.warnings, *found.warnings]
        if found.outcome in (Outcome.REJECTED, Outcome.SAME):
            canonical.update(without_findings(canonical))
        return found

    def refresh(self, rows: Sequence[ImportRow]) -> None:
        """Lock the workplaces of these rows and read their workers again."""
        pks = {pk for row in rows if (pk := row.canonical.get(WORKPLACE)) is not None}
        pks |= {row.workplace_id for row in rows if row.workplace_id is not None}
        held = Workplace.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
        open_ones = {one.pk for one in held if one.closed_date is None}
        self._workplaces.closed = (self._workplaces.closed - pks) | (pks - open_ones)
        self._staffing = Staffing(self._file.centre)
        self._staffing.load(pks)

    def again(self, row: ImportRow) -> Comparison:
        """Return what a kept row would do now."""
        facts, workplace_id = facts_of(row.canonical), row.canonical.get(WORKPLACE)
        if workplace_id is None or workplace_id in self._workplaces.closed:
            return Comparison(Outcome.HELD)
        return self._with_workers(facts, row.canonical, workplace_id, (), None)

    def _judge(
        self, line: Line, facts: RosterFacts, canonical: dict[str, Any], place: Place
    ) -> Comparison:
        if line.rejections:
            return Comparison(Outcome.REJECTED, reasons=line.rejections)
        workplaces = self._where(facts)
        holds = [*line.holds, *self._in_the_future(facts)]
        if len(workplaces) != 1:
            several = RosterReason.WORKPLACE_SEVERAL
            code = several if workplaces else RosterReason.WORKPLACE_UNKNOWN
            reasons = [Remark(code, RosterColumn.WORKPLACE), *holds]
            return Comparison(Outcome.HELD, reasons=reasons, digest=digest_of(facts))
        workplace_id = canonical[WORKPLACE] = workplaces[0]
        if workplace_id in self._workplaces.closed:
            reasons = [Remark(RosterReason.WORKPLACE_HAS_CLOSED, RosterColumn.WORKPLACE)]
            return Comparison(Outcome.REJECTED, reasons=reasons)
        as_decided = self._as_decided(facts, canonical, workplace_id)
        return as_decided or self._with_workers(facts, canonical, workplace_id, holds, place)

    def _where(self, facts: RosterFacts) -> list[int]:
        """Return the workplaces that a row may be of; a roster of one workplace is of that."""
        if self._file.workplace_id is not None:
            return [self._file.workplace_id]
        return self._workplaces.find(facts)

    def _in_the_future(self, facts: RosterFacts) -> list[Remark]:
        today = self._today.isoformat()
        days = [
            (facts["hired_date"], RosterColumn.HIRED_DATE),
            (
                facts["placed_date"] if facts["is_placed_date_stated"] else "",
                RosterColumn.PLACED_DATE,
            ),
            *((exam["exam_date"], RosterColumn.LAST_EXAM) for exam in facts["exams"]),
            (facts["birth_date"], RosterColumn.BIRTH_DATE),
            (facts["received_date"], RosterColumn.RECEIVED_DATE),
        ]
        late = dict.fromkeys(column for day, column in days if day > today)
        return [Remark(RosterReason.DATE_IN_FUTURE, column) for column in late]

    def _with_workers(
        self,
        facts: RosterFacts,
        canonical: dict[str, Any],
        workplace_id: int,
        holds: Sequence[Remark],
        place: Place | None,
    ) -> Comparison:
        """Compare with the people of the workplace; without a place nothing is remembered."""
        found = match(facts, self._staffing.at(workplace_id, facts["name"]))
        reasons = list(holds)
        candidates = [candidate(one, "NAME") for one in (found.worker,) if one and one.record.pk]
        if found.doubt is not None:
            reasons.append(Remark(found.doubt, RosterColumn.NAME))
            candidates = [candidate(one, WHY[found.doubt]) for one in found.candidates]
        elif found.worker is None:
            moved = self._staffing.elsewhere(facts, workplace_id)
            if moved:
                reasons.append(Remark(RosterReason.CHANGED_JOBS, RosterColumn.NAME))
                why = WHY[RosterReason.CHANGED_JOBS]
                candidates = [
                    {"workplace": where, "subject": pk, "row": None, "why": why}
                    for pk, where in moved
                ]
        steps = steps_for(facts, findings_of(canonical), found.worker, self._institutions)
        reasons += steps.holds
        if reasons:
            return Comparison(
                Outcome.HELD,
                reasons=reasons,
                warnings=steps.warnings,
                candidates=candidates,
                digest=digest_of(facts),
            )
        return self._certain(facts, canonical, workplace_id, found.worker, steps, place)

    def _certain(
        self,
        facts: RosterFacts,
        canonical: dict[str, Any],
        workplace_id: int,
        worker: KnownWorker | None,
        steps: Steps,
        place: Place | None,
    ) -> Comparison:
        changes = steps.changes(facts, worker)
        if worker is None:
            if place is not None:
                self._staffing.add(imagined(facts, workplace_id, place))
            # Its workplace is told by the row alone: `workplace` is of rows that bring one.
            return Comparison(Outcome.NEW, warnings=steps.warnings)
        first = worker.place
        if place is not None:
            worker.place = first or place
            imagine(worker, facts, steps)
        if first is not None:
            return Comparison(
                Outcome.MERGED,
                workplace_id=workplace_id,
                subject_id=worker.record.pk,
                changes=changes,
                reasons=[
                    Remark(
                        RosterReason.SAME_WORKER_IN_FILE, RosterColumn.NAME, first.row, first.sheet
                    )
                ],
                warnings=steps.warnings,
                candidates=[{**candidate(worker, "NAME"), "sheet": first.sheet, "row": first.row}],
            )
        return Comparison(
            Outcome.CHANGED if changes else Outcome.SAME,
            workplace_id=workplace_id,
            subject_id=worker.record.pk,
            changes=changes,
            warnings=steps.warnings,
            candidates=[candidate(worker, "NAME")],
        )

    def _as_decided(
        self, facts: RosterFacts, canonical: dict[str, Any], workplace_id: int
    ) -> Comparison | None:
        """Do again what somebody decided about the same row of an earlier file."""
        if not self._decided or (found := self._decided.get(digest_of(facts))) is None:
            return None
        decision, worker_id = found
        if decision == ImportRow.Decision.DROP:
            reasons = [Remark(Deciding.DROPPED_BEFORE, RosterColumn.NAME)]
            return Comparison(Outcome.REJECTED, reasons=reasons)
        known = self._staffing.with_pk(worker_id) if worker_id else None
        if known is None:
            return None
        return Comparison(
            Outcome.SAME,
            workplace_id=workplace_id,
            subject_id=worker_id,
            candidates=[candidate(known, "DECIDED")],
        )


def make_comparer(import_file: ImportFile) -> Comparer:
    """Load the workplaces, and what was decided about rows of earlier rosters."""
    decided = ImportRow.objects.filter(
        file__centre=import_file.centre,
        file__kind=import_file.kind,
        file__state=ImportFile.State.COMMITTED,
    ).exclude(decision="")
    remembered = {
        digest: (decision, subject_id)
        for digest, decision, subject_id in decided.order_by("decided_at").values_list(
            "digest", "decision", "subject_id"
        )
        if digest
    }
    return Comparer(import_file, remembered)


def _day_of(import_file: ImportFile) -> date:
    """Return the day on which the file was brought; one that is not saved is brought now."""
    return timezone.localdate(import_file.uploaded_at)
