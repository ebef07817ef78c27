"""What the programme offers a case's workplace and worker, and the yearly risk assessment."""

from __future__ import annotations

from collections.abc import Iterator

from safety.rules.cases.answer import DueAnswer
from safety.rules.cases.facts import CaseFacts, DueKind
from safety.rules.consultations import consultation_due, follow_up_due
from safety.rules.derivations import RuleKey
from safety.rules.intervals import ServiceKind, first_due, following_due, service_interval
from safety.rules.protocols import Clinic, protocol_due
from safety.rules.risk_assessments import IN_FORCE_FROM, risk_assessment_due
from safety.rules.statutes import Statutes
from safety.rules.training import prevention_class_due


def workplace_offers(facts: CaseFacts, statutes: Statutes) -> Iterator[DueAnswer]:
    """Yield what is offered to the workplace, and its yearly risk assessment."""
    held = [row.day for row in facts.consultations]
    on, intervals = facts.today, statutes.intervals
    if held or facts.registered:
        due = consultation_due(
            registered=facts.registered or on,
            last_held=max(held, default=None),
            on=on,
            intervals=intervals,
        )
        yield DueAnswer(DueKind.CONSULTATION, due)
    interval = service_interval(ServiceKind.WORK_ENVIRONMENT, on=on, intervals=intervals)
    if facts.consulting_visits:
        last = facts.consulting_visits[-1]
        again = following_due(interval, RuleKey.FOLLOWING_WORK_ENVIRONMENT, last)
        yield DueAnswer(DueKind.WORK_ENVIRONMENT, again)
    elif facts.registered:
        first = first_due(interval, RuleKey.FIRST_WORK_ENVIRONMENT, facts.registered)
        yield DueAnswer(DueKind.WORK_ENVIRONMENT, first)
    assessment = risk_assessment_due(
        registered=facts.registered,
        last=max(facts.assessments, default=None),
        workers=facts.training.workers,
        counting=facts.settings.risk_assessment_counting,
        fines=statutes.fines,
    )
    if assessment and on >= IN_FORCE_FROM:
        yield DueAnswer(DueKind.RISK_ASSESSMENT, assessment)


def worker_offers(facts: CaseFacts, statutes: Statutes) -> Iterator[DueAnswer]:
    """Yield what is offered to the worker: agreed days first, else the clinic's series."""
    on = facts.today
    starts = [day for day in (facts.registered, facts.hired) if day]
    if starts and (facts.registered or facts.classes):
        due = prevention_class_due(
            registered=max(starts),
            last_completed=max(facts.classes, default=None),
            on=on,
            intervals=statutes.intervals,
        )
        yield DueAnswer(DueKind.PREVENTION_CLASS, due)
    last = max(facts.consultations, key=lambda row: row.day, default=None)
    if last and last.agreed and last.agreed > last.day:
        due = follow_up_due(held=last.day, agreed=last.agreed, on=on, intervals=statutes.intervals)
        yield DueAnswer(DueKind.CONSULTATION_FOLLOW_UP, due)
    for clinic in Clinic:
        days = [row.day for row in facts.consultations if clinic in row.clinics]
        agreed = last is not None and last.agreed is not None and clinic in last.clinics
        step = None if agreed else protocol_due(clinic, days, on=on, protocols=statutes.protocols)
        if step:
            yield DueAnswer(DueKind.CONSULTATION_FOLLOW_UP, step, detail=clinic.value)
