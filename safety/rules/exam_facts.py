"""The facts of one worker and one agent that the exam rules read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.results import ResultCode


class ExamKind(StrEnum):
    """The kinds of health exam (법 제129조~제131조)."""

    GENERAL = "GENERAL"
    SPECIAL = "SPECIAL"
    PRE_PLACEMENT = "PRE_PLACEMENT"
    ON_DEMAND = "ON_DEMAND"  # 수시건강진단
    ORDERED = "ORDERED"  # 임시건강진단


FINDING_KINDS = frozenset({ExamKind.SPECIAL, ExamKind.ON_DEMAND, ExamKind.ORDERED})
ADVICE_KINDS = frozenset({ExamKind.SPECIAL, ExamKind.ORDERED})


@dataclass(frozen=True, slots=True)
class ExamFact:
    """One exam of the worker, as far as it bears on one agent."""

    exam_date: date
    kind: ExamKind
    covered: frozenset[str]
    code: ResultCode | None = None
    doctor_shortens: bool = False
    shortening_unnecessary: bool = False


@dataclass(frozen=True, slots=True)
class CoworkerFinding:
    """A D1 for the agent in the worker's process; `found` is when it was judged, if known."""

    exam_date: date
    shortening_unnecessary: bool = False
    found: date | None = None


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """What is known of one worker and one agent; `ended` is the first day without it."""

    hazard: str
    placed: date
    ended: date | None = None
    exams: tuple[ExamFact, ...] = ()
    over_limit_measurements: tuple[date, ...] = ()
    coworker_d1: tuple[CoworkerFinding, ...] = ()
