"""A case's special exams, agent by agent, with what its facts leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from safety.rules.cases.answer import DueAnswer
from safety.rules.cases.facts import Beside, CaseFacts, DueKind, HeldExam, Measured
from safety.rules.cases.problems import Problems
from safety.rules.derivations import Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.exam_facts import FINDING_KINDS, CoworkerFinding, ExamFact, ExamKind
from safety.rules.exam_facts import ExposureFacts as AgentFacts
from safety.rules.exams import exam_due
from safety.rules.hazards import HAZARDS, HazardCategory
from safety.rules.night_work import TYPE_A, TYPE_B
from safety.rules.recognised_exams import ExamLaw
from safety.rules.results import ResultCode
from safety.rules.statutes import Statutes
from safety.rules.worker_exams import ExposureRow, exposure_facts

HALVED_BY_PROCESS = frozenset({RuleKey.HALVED_MEASUREMENT, RuleKey.HALVED_D1})
ANNEX_ORDER = {code: number for number, code in enumerate(HAZARDS)}
OTHER_NIGHT = {TYPE_A: TYPE_B, TYPE_B: TYPE_A}


def rows_by_agent(facts: CaseFacts) -> Iterator[tuple[str, tuple[ExposureRow, ...]]]:
    """Yield each agent with its exposures, in the annex's order."""
    for hazard in sorted({row.hazard for row in facts.exposures}, key=ANNEX_ORDER.__getitem__):
        rows = sorted(
            (row for row in facts.exposures if row.hazard == hazard),
            key=lambda row: (row.placed, row.ended or date.max, row.process),
        )
        yield hazard, tuple(rows)


def special_exams(facts: CaseFacts, problems: Problems, statutes: Statutes) -> Iterator[DueAnswer]:
    """Yield the special exam due for each agent."""
    for hazard, rows in rows_by_agent(facts):
        agent = agent_facts(facts, hazard, rows, on=facts.today)
        if agent is None:
            _warn_of_missed(facts, hazard, rows, problems, statutes)
            continue
        due = exam_due(agent, on=facts.today, cycles=statutes.cycles)
        if due:
            doubts = tuple(_doubts(facts, agent, rows, due, problems))
            basis = replace(due.basis, doubts=doubts)
            yield DueAnswer(DueKind.SPECIAL_EXAM, replace(due, basis=basis), hazard)


def agent_facts(
    facts: CaseFacts, hazard: str, rows: tuple[ExposureRow, ...], *, on: date
) -> AgentFacts | None:
    """Return what the exam rules read of one agent, None when the work with it has ended."""
    return exposure_facts(
        rows,
        on=on,
        exams=[_exam_fact(exam, hazard) for exam in facts.exams if hazard in exam.covered],
        over_limit=lambda row: [one.day for one in _over_limit(facts, row)],
        findings=lambda row: [one.finding for one in _beside(facts, row)],
    )


def reaches(process: str, row: ExposureRow) -> bool:
    """Tell whether a cause in a process reaches an exposure; an unknown process reaches all."""
    return process == row.process or not process or not row.process


def _over_limit(facts: CaseFacts, row: ExposureRow) -> Iterator[Measured]:
    for one in facts.measurements:
        if one.over_limit and one.hazard == row.hazard and reaches(one.process, row):
            yield one


def _beside(facts: CaseFacts, row: ExposureRow) -> Iterator[Beside]:
    for one in facts.beside:
        if one.hazard == row.hazard and reaches(one.process, row):
            yield one


def _exam_fact(exam: HeldExam, hazard: str) -> ExamFact:
    """Return one exam as it bears on one agent; what does not count as special restarts nothing."""
    kind = ExamKind.SPECIAL if hazard in exam.special_for else exam.kind
    if kind is ExamKind.SPECIAL and hazard not in exam.special_for:
        kind = ExamKind.GENERAL
    result = exam.result(hazard)
    return ExamFact(
        exam_date=exam.exam_date,
        kind=kind,
        covered=frozenset({hazard}),
        code=result.code,
        doctor_shortens=result.doctor_shortens,
        shortening_unnecessary=result.shortening_unnecessary,
    )


def _doubts(
    facts: CaseFacts,
    agent: AgentFacts,
    rows: tuple[ExposureRow, ...],
    due: Due,
    problems: Problems,
) -> Iterator[Doubt]:
    hazard, rule = agent.hazard, due.basis.rule
    if rule in HALVED_BY_PROCESS and _by_unknown_process(facts, rows):
        yield Doubt.PROCESS_UNKNOWN
    yield from _exam_doubts(facts, agent, rule)
    if HAZARDS[hazard].category is HazardCategory.NIGHT_WORK:
        if facts.short_nights:
            yield Doubt.NIGHT_AVERAGE_SHORT
        for exam in facts.exams:
            if OTHER_NIGHT[hazard] in exam.special_for and hazard not in exam.covered:
                problems.warn(exam.path, "OTHER_NIGHT_TYPE")


def _exam_doubts(facts: CaseFacts, agent: AgentFacts, rule: RuleKey) -> Iterator[Doubt]:
    hazard = agent.hazard
    counted = [exam for exam in facts.exams if hazard in exam.special_for]
    held = sorted(
        (exam for exam in counted if exam.exam_date >= agent.placed),
        key=lambda exam: exam.exam_date,
    )
    if held:
        last = held[-1]
        if last.result(hazard).code is ResultCode.U:
            yield Doubt.JUDGED_U
        if last.law is ExamLaw.OTHER_LAW:
            yield Doubt.NOT_ALL_ITEMS_CHECKED
        if len(held) == 1 and rule is RuleKey.FOLLOWING_EXAM:
            causes = [*agent.over_limit_measurements, *_findings(agent)]
            if any(agent.placed <= cause < last.exam_date for cause in causes):
                yield Doubt.CAUSE_BEFORE_FIRST_EXAM


def _findings(agent: AgentFacts) -> Iterator[date]:
    unforced: Iterator[CoworkerFinding] = (
        one for one in agent.coworker_d1 if not one.shortening_unnecessary
    )
    yield from (one.found or one.exam_date for one in unforced)
    for exam in agent.exams:
        if exam.code is ResultCode.D1 and exam.kind in FINDING_KINDS:
            yield exam.exam_date


def _by_unknown_process(facts: CaseFacts, rows: tuple[ExposureRow, ...]) -> bool:
    for row in rows:
        measured = [one.process for one in _over_limit(facts, row)]
        found = [one.process for one in _beside(facts, row)]
        if any(bool(process) != bool(row.process) for process in (*measured, *found)):
            return True
    return False


def _warn_of_missed(
    facts: CaseFacts,
    hazard: str,
    rows: tuple[ExposureRow, ...],
    problems: Problems,
    statutes: Statutes,
) -> None:
    """Say when the work ended with an exam that had been due before and was not held."""
    ends = [row.ended for row in rows if row.ended]
    if not ends or facts.has_left:
        return
    last_day = max(ends) - timedelta(days=1)
    agent = agent_facts(facts, hazard, rows, on=last_day)
    if agent is None:
        return
    open_end = replace(agent, ended=None)
    due = exam_due(open_end, on=facts.today, cycles=statutes.cycles)
    if due and due.due_date <= last_day:
        problems.warn(
            facts.at("exposures"),
            "NOT_HELD_BEFORE_END",
            hazard=hazard,
            value=due.due_date.isoformat(),
        )
