"""One worker's exposures, process by process, joined to the facts of one agent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from safety.rules.exam_facts import CoworkerFinding, ExamFact, ExposureFacts
from safety.rules.exposures import Span, current_span


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """An exposure to one agent in one process; `ended` is the first day without it."""

    hazard: str
    process: str
    placed: date
    ended: date | None = None

    def is_touched_by(self, cause: date) -> bool:
        """Whoever had left a process before the cause arose in it is not touched by it."""
        return self.ended is None or self.ended > cause


def exposure_facts(
    rows: Sequence[ExposureRow],
    *,
    on: date,
    exams: Iterable[ExamFact],
    over_limit: Callable[[ExposureRow], Iterable[date]],
    findings: Callable[[ExposureRow], Iterable[CoworkerFinding]],
) -> ExposureFacts | None:
    """
    Return what the exam rules read of one agent, or None when the work with it has ended.

    Measurements and coworkers' findings reach everybody exposed to that agent in that process
    (제202조제2항), so they are asked for process by process.
    """
    span = current_span((Span(row.placed, row.ended) for row in rows), on=on)
    if span is None:
        return None
    return ExposureFacts(
        hazard=rows[0].hazard,
        placed=span.placed,
        ended=span.ended,
        exams=tuple(exams),
        over_limit_measurements=tuple(
            day for row in rows for day in over_limit(row) if row.is_touched_by(day)
        ),
        coworker_d1=tuple(
            finding
            for row in rows
            for finding in findings(row)
            if row.is_touched_by(finding.exam_date)
        ),
    )
