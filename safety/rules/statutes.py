"""Every dated table of the engine in one hand, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safety.rules.exam_cycles import ALL_OTHERS, EXAM_CYCLES, ExamCycle
from safety.rules.general_exams import GENERAL_CYCLES, GeneralCycle
from safety.rules.hazards import HAZARDS
from safety.rules.intervals import SERVICE_INTERVALS, ServiceInterval, ServiceKind
from safety.rules.protocols import PROTOCOLS, Clinic, ProtocolStep
from safety.rules.recognised_exams import RECOGNISED_EXAMS, ExamLaw, RecognisedExam
from safety.rules.record_keeping import KEEPINGS, Keeping
from safety.rules.results import CLOCK_RULES, Clock, ClockRule
from safety.rules.risk_assessments import COMING_FINES, ComingFine
from safety.rules.special_training import PARTS, Parts
from safety.rules.training_hours import TRAINING_HOURS, TrainingHours


@dataclass(frozen=True, slots=True)
class Statutes:
    """The tables the engine reads; a test or a new law brings another edition."""

    cycles: Sequence[ExamCycle] = EXAM_CYCLES
    general: Sequence[GeneralCycle] = GENERAL_CYCLES
    clocks: Sequence[ClockRule] = CLOCK_RULES
    keepings: Sequence[Keeping] = KEEPINGS
    recognised: Sequence[RecognisedExam] = RECOGNISED_EXAMS
    hours: Sequence[TrainingHours] = TRAINING_HOURS
    parts: Sequence[Parts] = PARTS
    intervals: Sequence[ServiceInterval] = SERVICE_INTERVALS
    protocols: Sequence[ProtocolStep] = PROTOCOLS
    fines: Sequence[ComingFine] = COMING_FINES


class BrokenTable(ValueError):
    """A table of the statutes cannot be right."""


def check(statutes: Statutes) -> None:
    """
    Stop at once on a table that cannot be right, rather than give somebody a wrong date.

    :raises BrokenTable: names every fault found
    """
    found = list(faults(statutes))
    if found:
        raise BrokenTable("; ".join(found))


def faults(statutes: Statutes) -> Iterator[str]:
    """Yield what cannot be right in the tables."""
    yield from _cycle_faults(statutes.cycles)
    for what, missing in (
        ("result_clocks", set(Clock) - {row.clock for row in statutes.clocks}),
        ("service_intervals", set(ServiceKind) - {row.kind for row in statutes.intervals}),
        ("consultation_protocols", set(Clinic) - {row.clinic for row in statutes.protocols}),
        ("recognised_exams", set(ExamLaw) - {row.law for row in statutes.recognised}),
    ):
        if missing:
            yield f"{what}: no row for {', '.join(sorted(missing))}"
    if {row.is_office for row in statutes.general} != {True, False}:
        yield "general_exam_cycles: office and other work are both needed"
    numbers = (
        *(row.days for row in statutes.clocks),
        *(row.years for row in statutes.keepings),
        *(row.every_months for row in statutes.general),
        *(row.min_hours for row in statutes.hours),
        *(row.every_months for row in statutes.intervals),
    )
    if min(numbers) < 1:
        yield "a table holds a number below 1"
    for row in statutes.recognised:
        unknown = set(row.hazards) - set(HAZARDS) - {"*"}
        if unknown:
            yield f"recognised_exams: unknown agents {', '.join(sorted(unknown))}"


def _cycle_faults(cycles: Sequence[ExamCycle]) -> Iterator[str]:
    for begun in _editions(cycles):
        rows = [row for row in cycles if row.in_force_from == begun]
        name = f"exam_cycles from {begun}"
        if sum(row.hazards == (ALL_OTHERS,) for row in rows) != 1:
            yield f"{name}: exactly one row holds all other agents"
        codes = [code for row in rows for code in row.hazards if code != ALL_OTHERS]
        if len(codes) != len(set(codes)):
            yield f"{name}: an agent stands in two rows"
        if set(codes) - set(HAZARDS):
            yield f"{name}: unknown agents {', '.join(sorted(set(codes) - set(HAZARDS)))}"
        for row in rows:
            if row.halved_months * 2 != row.every_months:
                yield f"{name}: row {row.group}: the halved cycle is not half the cycle"
            if min(row.first_within_months, row.preplacement_months) < 1 or not row.article:
                yield f"{name}: row {row.group}: a number or the article is missing"


def _editions(cycles: Iterable[ExamCycle]) -> list[date | None]:
    return list(dict.fromkeys(row.in_force_from for row in cycles))


STATUTES = Statutes()
check(STATUTES)
