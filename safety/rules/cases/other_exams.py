"""A case's exams beside the timetable: before placement, after leaving, asked for, general."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from safety.rules.asked_exams import (
    FollowUpWish,
    follow_up_exam_due,
    on_demand_due,
    ordered_due,
)
from safety.rules.cases.answer import CaseAnswer, DueAnswer, ExemptionAnswer
from safety.rules.cases.facts import CaseFacts, DueKind, HeldExam, Missed
from safety.rules.cases.problems import Problems
from safety.rules.cases.special_exams import rows_by_agent
from safety.rules.exam_facts import FINDING_KINDS, ExamKind
from safety.rules.exposures import Span, current_span
from safety.rules.general_exams import general_exam_due
from safety.rules.preplacement import EarlierExam, preplacement_due, preplacement_exempt
from safety.rules.results import ResultCode
from safety.rules.statutes import Statutes
from safety.rules.tables import NoRuleInForce
from safety.rules.training_facts import Employment
from safety.rules.worker_exams import ExposureRow


def preplacement(
    facts: CaseFacts, answer: CaseAnswer, problems: Problems, statutes: Statutes
) -> None:
    """Add the exam due before each placement to come, or why none is needed."""
    for hazard, rows in rows_by_agent(facts):
        span = current_span((Span(row.placed, row.ended) for row in rows), on=facts.today)
        if span is None:
            continue
        try:
            due = preplacement_due(hazard=hazard, placed=span.placed, cycles=statutes.cycles)
        except NoRuleInForce:
            continue  # placed before the first timetable we know
        earlier = [_earlier(exam) for exam in facts.exams]
        exempt = preplacement_exempt(
            hazard=hazard, placed=span.placed, exams=earlier, cycles=statutes.cycles
        )
        if exempt:
            answer.exemptions.append(
                ExemptionAnswer(
                    DueKind.PREPLACEMENT_EXAM, exempt.basis, hazard, last_day=exempt.last_day
                )
            )
            continue
        with_cards = [replace(exam, card_handed_in=True) for exam in earlier]
        if preplacement_exempt(
            hazard=hazard, placed=span.placed, exams=with_cards, cycles=statutes.cycles
        ):
            problems.warn(facts.at("exposures"), "CARD_MISSING", value=hazard)
        examined = any(
            hazard in exam.special_for and exam.exam_date >= span.placed for exam in facts.exams
        )
        is_missed = span.placed < facts.today
        if not is_missed or (facts.settings.missed_preplacement is Missed.ITEM and not examined):
            answer.items.append(DueAnswer(DueKind.PREPLACEMENT_EXAM, due, hazard))
        elif not examined:
            problems.warn(facts.at("exposures"), "PREPLACEMENT_MISSING", value=hazard)


def follow_ups(facts: CaseFacts, problems: Problems) -> Iterator[DueAnswer]:
    """Yield the exam a doctor wants after the exposed work has ended (제130조제1항제2호)."""
    for hazard, rows in rows_by_agent(facts):
        span = current_span((Span(row.placed, row.ended) for row in rows), on=facts.today)
        exam = _last_wish(facts, hazard)
        if span is not None or exam is None:
            continue
        day = exam.result(hazard).follow_up
        if day is None:
            problems.warn(exam.path, "FOLLOW_UP_WITHOUT_DATE")
            continue
        due = follow_up_exam_due(FollowUpWish(hazard, exam.exam_date, day), ended=_last_end(rows))
        yield DueAnswer(DueKind.FOLLOW_UP_EXAM, due, hazard)


def asked_for(facts: CaseFacts, problems: Problems) -> Iterator[DueAnswer]:
    """Yield the exams somebody called for and nobody has held since."""
    for request in facts.requests:
        due = on_demand_due(request, within_days=facts.settings.on_demand_within_days)
        if due is None:
            problems.warn(facts.at("exam_requests"), "REQUEST_STARTS_NOTHING")
        elif not any(
            exam.kind is ExamKind.ON_DEMAND
            and request.hazard in exam.covered
            and exam.exam_date >= request.asked
            for exam in facts.exams
        ):
            yield DueAnswer(DueKind.ON_DEMAND_EXAM, due, request.hazard)
    for order in facts.orders:
        if not any(
            exam.kind is ExamKind.ORDERED
            and order.hazard in exam.covered
            and exam.exam_date >= order.ordered
            for exam in facts.exams
        ):
            yield DueAnswer(DueKind.ORDERED_EXAM, ordered_due(order), order.hazard)


def general_exam(facts: CaseFacts, problems: Problems, statutes: Statutes) -> Iterator[DueAnswer]:
    """Yield the general exam of a worker employed for longer than a day's work."""
    if facts.training.employment is Employment.DAY_LABOUR:
        return
    if facts.hired is not None and facts.hired > facts.today:
        return
    due = general_exam_due(
        is_office=facts.is_office,
        hired=facts.hired,
        last=max((exam.exam_date for exam in facts.exams if exam.is_general), default=None),
        on=facts.today,
        counting=facts.settings.general_exam_counting,
        cycles=statutes.general,
    )
    if due is None:
        problems.warn(facts.at("worker.hired_date"), "NO_HIRE_DATE")
    else:
        yield DueAnswer(DueKind.GENERAL_EXAM, due)


def _earlier(exam: HeldExam) -> EarlierExam:
    return EarlierExam(
        exam_date=exam.exam_date,
        kind=exam.kind,
        covered=exam.covered,
        first_stage_items=exam.first_stage_items,
        all_items=exam.all_items,
        elsewhere=exam.elsewhere,
        card_handed_in=exam.card_handed_in,
    )


def _last_wish(facts: CaseFacts, hazard: str) -> HeldExam | None:
    """Return the last exam after which a doctor wants to see the worker again, if none came."""
    wishes = [
        exam
        for exam in facts.exams
        if hazard in exam.covered
        and exam.kind in FINDING_KINDS
        and exam.result(hazard).wants_follow_up
        and exam.result(hazard).code in (None, ResultCode.D1)
    ]
    last = max(wishes, key=lambda exam: exam.exam_date, default=None)
    if last is None or any(
        hazard in exam.special_for and exam.exam_date > last.exam_date for exam in facts.exams
    ):
        return None
    return last


def _last_end(rows: tuple[ExposureRow, ...]) -> date:
    return max(row.ended for row in rows if row.ended is not None)
