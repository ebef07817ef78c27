"""Exams and exposures, for the rules of special exams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from safety.rules.derivations import RuleKey
from safety.rules.exam_facts import ExamFact, ExamKind, ExposureFacts
from safety.rules.exams import exam_due
from safety.rules.results import ResultCode

TODAY = date(2026, 11, 23)
PLACED = date(2024, 1, 5)
LAST = date(2026, 6, 1)


def make_exam(
    day: date = LAST,
    *covered: str,
    kind: ExamKind = ExamKind.SPECIAL,
    code: ResultCode | None = None,
    doctor_shortens: bool = False,
    shortening_unnecessary: bool = False,
) -> ExamFact:
    return ExamFact(
        exam_date=day,
        kind=kind,
        covered=frozenset(covered or {"toluene"}),
        code=code,
        doctor_shortens=doctor_shortens,
        shortening_unnecessary=shortening_unnecessary,
    )


def make_facts(*exams: ExamFact, hazard: str = "toluene", **others: object) -> ExposureFacts:
    facts = ExposureFacts(hazard, PLACED, exams=exams or (make_exam(LAST, hazard),))
    return replace(facts, **others)  # type: ignore[arg-type]


def found(facts: ExposureFacts, on: date = TODAY) -> tuple[date, RuleKey] | None:
    due = exam_due(facts, on=on)
    return None if due is None else (due.due_date, due.basis.rule)


days = st.dates(date(2020, 1, 16), date(2030, 12, 31))
exams = st.builds(
    ExamFact,
    exam_date=days,
    kind=st.sampled_from(ExamKind),
    covered=st.frozensets(st.sampled_from(["toluene", "noise"]), max_size=2),
    code=st.none() | st.sampled_from(ResultCode),
    doctor_shortens=st.booleans(),
    shortening_unnecessary=st.booleans(),
)
