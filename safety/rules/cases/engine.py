"""From the facts of a case to what is owed, exempt, ticking and kept; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from safety.rules.cases.answer import CaseAnswer, ClockAnswer, ClockState, KeepingAnswer
from safety.rules.cases.facts import CaseFacts, HeldExam, KeepFrom
from safety.rules.cases.offers import worker_offers, workplace_offers
from safety.rules.cases.other_exams import asked_for, follow_ups, general_exam, preplacement
from safety.rules.cases.problems import Problems
from safety.rules.cases.special_exams import special_exams
from safety.rules.cases.trainings import training
from safety.rules.exam_clocks import clocks_of
from safety.rules.exam_facts import FINDING_KINDS, ExamKind
from safety.rules.record_keeping import Record, kept_until
from safety.rules.results import REPORTED_ORDERS, Clock
from safety.rules.statutes import STATUTES, Statutes
from safety.rules.tables import NoRuleInForce
from safety.rules.training_facts import LAWFUL_BODIES


def derive(facts: CaseFacts, problems: Problems, statutes: Statutes = STATUTES) -> CaseAnswer:
    """
    Return what follows from a case; warnings are added to its problems.

    A worker who has left is owed nothing more, but clocks run on and records are kept.
    """
    answer = CaseAnswer()
    if facts.has_left:
        problems.warn(facts.at("worker.left_date"), "LEFT_THE_WORKPLACE")
    else:
        preplacement(facts, answer, problems, statutes)
        answer.items += special_exams(facts, problems, statutes)
        answer.items += follow_ups(facts, problems)
        answer.items += asked_for(facts, problems)
        answer.items += general_exam(facts, problems, statutes)
        training(facts, answer, statutes)
        with suppress(NoRuleInForce):  # the programme is younger than the case's day
            answer.items += worker_offers(facts, statutes)
    with suppress(NoRuleInForce):
        answer.items += workplace_offers(facts, statutes)
    answer.items = sorted(
        (item for item in answer.items if item.kind in facts.settings.kinds),
        key=lambda item: item.order,
    )
    for exam in sorted(facts.exams, key=lambda exam: (exam.exam_date, exam.kind, exam.path)):
        answer.clocks += _clocks(facts, exam, problems, statutes)
    answer.keepings += _keepings(facts, statutes)
    return answer


def _clocks(
    facts: CaseFacts, exam: HeldExam, problems: Problems, statutes: Statutes
) -> Iterator[ClockAnswer]:
    if exam.elsewhere or exam.law is not None:
        return  # another employer's or another law's clocks
    if exam.kind not in FINDING_KINDS and not REPORTED_ORDERS.isdisjoint(exam.clocked.orders):
        problems.warn(exam.path, "REPORT_ONLY_FOR_SPECIAL")
    for ticking in clocks_of(
        exam.clocked,
        on=facts.today,
        second_stage_days=facts.settings.second_stage_days,
        rules=statutes.clocks,
    ):
        clock = ClockAnswer(exam.exam_date, exam.kind.value, ticking)
        if ticking.clock is Clock.SECOND_STAGE and clock.state(facts.today) is ClockState.PASSED:
            problems.warn(exam.path, "SECOND_STAGE_OVERDUE")
        yield clock


def _keepings(facts: CaseFacts, statutes: Statutes) -> Iterator[KeepingAnswer]:
    rows = statutes.keepings
    handled = sorted({row.hazard for row in facts.exposures})
    for exam in sorted(facts.exams, key=lambda exam: (exam.exam_date, exam.kind, exam.path)):
        if exam.elsewhere and not exam.card_handed_in:
            continue  # nothing of it is in the house
        hazards = tuple(sorted(exam.covered))
        kept = kept_until(
            Record.EXAM_RESULT,
            on=facts.today,
            since=_kept_since(facts, exam),
            hazards=hazards,
            handled=handled if exam.kind is not ExamKind.GENERAL else (),
            rows=rows,
        )
        yield KeepingAnswer(Record.EXAM_RESULT, exam.exam_date, hazards, kept)
    for one in sorted(facts.measurements, key=lambda one: (one.day, one.hazard, one.process)):
        kept = kept_until(
            Record.MEASUREMENT, since=one.day, on=facts.today, hazards=(one.hazard,), rows=rows
        )
        yield KeepingAnswer(Record.MEASUREMENT, one.day, (one.hazard,), kept)
    lessons = {row.on for row in facts.training.lessons if row.body in LAWFUL_BODIES}
    for record, days in (
        (Record.TRAINING_LOG, sorted(lessons)),
        (Record.RISK_ASSESSMENT, sorted(set(facts.assessments))),
    ):
        for day in days:
            with suppress(NoRuleInForce):  # a setting or a rule younger than the case's day
                kept = kept_until(record, since=day, on=facts.today, rows=rows)
                yield KeepingAnswer(record, day, (), kept)


def _kept_since(facts: CaseFacts, exam: HeldExam) -> date:
    received = exam.clocked.received
    from_receipt = facts.settings.keep_from is KeepFrom.RECEIPT
    return received if received and from_receipt else exam.exam_date
