"""A worker as one row of a roster tells it, in our terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict


class RosterRemark(NamedTuple):
    """What is wrong with a row, in which of its columns."""

    code: str
    column: str = ""


class Word(TypedDict):
    """A word for a hazard that is no certain agent: what to ask and what to choose from."""

    word: str
    question: str
    candidates: list[str]


class RosterExam(TypedDict):
    """An exam that the row tells of; `is_of_all` where it names no agents of its own."""

    kind: str
    exam_date: str
    hazards: list[str]
    is_of_all: bool


class RosterFacts(TypedDict):
    """What is kept of a row and reported; dates as 2026-03-05, blank where unknown. No findings."""

    workplace: str
    business_no: str
    site_no: str
    name: str
    birth_date: str
    phone: str
    language: str
    job: str
    process: str
    hired_date: str
    placed_date: str
    is_placed_date_stated: bool
    hazards: list[str]
    words: list[Word]
    exams: list[RosterExam]
    institution: str
    received_date: str
    has_results: bool  # whether there are any, never which


Findings = Mapping[str, tuple[str, str]]  # agent: result code and fitness, either may be blank


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A row with what is wrong with it; a rejection keeps it out, a hold waits for somebody."""

    facts: RosterFacts
    findings: Findings = field(default_factory=dict)
    rejections: Sequence[RosterRemark] = ()
    holds: Sequence[RosterRemark] = ()
    warnings: Sequence[RosterRemark] = ()
