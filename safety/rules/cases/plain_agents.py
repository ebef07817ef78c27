"""
The few facts that one agent's next exam follows from, where nothing shortens or doubts it.

Most workers of a city are plain: work with an agent that goes on, and regular exams without a
cause of 제202조제2항. Their date follows from the last exam alone (or the placement, before the
first one), so thousands share one answer. Whoever is not plain is worked out from all the facts;
`tests/safety/rules/cases/test_plain_agents.py` holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safety.rules.cases.facts import AgentResult, HeldExam
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import ExamKind
from safety.rules.results import ResultCode
from safety.rules.worker_exams import ExposureRow


@dataclass(frozen=True, slots=True)
class PlainAgent:
    """An agent that is worked with, and the last special exam for it since the placement."""

    hazard: str
    placed: date  # where an exam counts, its day: what was before does not bear on the next one
    ended: date | None
    is_examined: bool
    is_unjudged: bool  # U: the second-stage exam was not made in time

    @property
    def exposure(self) -> ExposureRow:
        """The same as an exposure."""
        return ExposureRow(self.hazard, "", self.placed, self.ended)

    @property
    def exams(self) -> tuple[HeldExam, ...]:
        """The same as the one exam that counts."""
        if not self.is_examined:
            return ()
        agents = frozenset({self.hazard})
        result = AgentResult(ResultCode.U if self.is_unjudged else None)
        return (
            HeldExam(
                path="",
                kind=ExamKind.SPECIAL,
                exam_date=self.placed,
                covered=agents,
                special_for=agents,
                is_general=False,
                results={self.hazard: result},
                clocked=ClockedExam(self.placed, ExamKind.SPECIAL),
            ),
        )


def plain_agents(
    exposures: Sequence[ExposureRow], exams: Sequence[HeldExam], *, on: date
) -> tuple[PlainAgent, ...] | None:
    """
    Return each agent still worked with, or None where more of the facts may bear on a date.

    Nobody else's facts may reach the worker either: that, and what was asked for or wished, is
    for whoever asks to know.
    """
    if len(exposures) > 1 and len({row.hazard for row in exposures}) < len(exposures):
        return None  # the same agent in several processes, or again after a break
    found = []
    for row in exposures:
        if row.placed >= on:
            return None  # an exam before the placement may be due
        if row.ended is not None and row.ended <= on:
            continue
        last, is_unjudged = None, False
        for exam in exams:
            result = exam.results.get(row.hazard)
            if result is None:
                continue
            if result.code is ResultCode.D1 or result.doctor_shortens or exam.law is not None:
                return None
            counts = row.hazard in exam.special_for and exam.exam_date >= row.placed
            if counts and (last is None or exam.exam_date >= last):
                last, is_unjudged = exam.exam_date, result.code is ResultCode.U
        placed = row.placed if last is None else last
        found.append(PlainAgent(row.hazard, placed, row.ended, last is not None, is_unjudged))
    return tuple(found)
