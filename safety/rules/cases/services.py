"""A case's training, and what the programme offers the worker and the workplace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safety.rules.cases.answer import CaseAnswer, DueAnswer, ExemptionAnswer
from safety.rules.cases.facts import CaseFacts, DueKind
from safety.rules.consultations import consultation_due, follow_up_due
from safety.rules.derivations import Derivation, RuleKey
from safety.rules.intervals import ServiceKind, first_due, following_due, service_interval
from safety.rules.protocols import Clinic, protocol_due
from safety.rules.risk_assessments import IN_FORCE_FROM, risk_assessment_due
from safety.rules.special_training import special_training
from safety.rules.statutes import Statutes
from safety.rules.tables import NoRuleInForce
from safety.rules.training import prevention_class_due
from safety.rules.training_duties import (
    TrainingDue,
    on_change_training,
    on_hire_training,
    regular_training,
    special_made_since,
)
from safety.rules.training_facts import Taught


def training(facts: CaseFacts, answer: CaseAnswer, statutes: Statutes) -> None:
    """Add the statutory training still owed, and what another course stands in for."""
    own, on, hours = facts.training, facts.today, statutes.hours
    employed = facts.hired is None or facts.hired <= on
    try:
        regular = regular_training(own, on=on, rules=hours) if employed else None
    except NoRuleInForce:
        regular = None  # before the first table of hours we know
    on_hire = on_hire_training(own, on=on, rules=hours)
    found = [
        *_items(DueKind.REGULAR_TRAINING, regular),
        *_items(DueKind.ON_HIRE_TRAINING, on_hire),
        *_items(DueKind.ON_CHANGE_TRAINING, *on_change_training(own, on=on, rules=hours)),
        *_items(
            DueKind.SPECIAL_TRAINING,
            *special_training(own, on=on, rules=hours, parts=statutes.parts),
        ),
    ]
    answer.items += found
    without = replace(
        own, lessons=tuple(row for row in own.lessons if row.taught is not Taught.SPECIAL)
    )
    if on_hire is None and on_hire_training(without, on=on, rules=hours) and own.hired:
        minutes = special_made_since(own, own.hired, on)
        inputs = (("anchor", "HIRE"), ("anchor_date", own.hired), ("minutes", minutes))
        basis = Derivation(RuleKey.SPECIAL_COVERS_ON_HIRE, inputs, ())
        answer.exemptions.append(ExemptionAnswer(DueKind.ON_HIRE_TRAINING, basis))
    if any(job.same_principal_site for job in own.earlier):
        for job in own.jobs:
            waived = (("anchor", "LISTED_JOB"), ("anchor_date", job.started), ("job", job.name))
            basis = Derivation(RuleKey.SAME_SITE_WAIVER, waived, ())
            answer.exemptions.append(
                ExemptionAnswer(DueKind.SPECIAL_TRAINING, basis, detail=job.name)
            )


def _items(kind: DueKind, *dues: TrainingDue | None) -> Iterator[DueAnswer]:
    for due in dues:
        if due:
            yield DueAnswer(
                kind,
                due.due,
                detail=due.job,
                is_recommended=due.is_recommended,
                minutes=due.minutes,
            )


def workplace_services(facts: CaseFacts, statutes: Statutes) -> Iterator[DueAnswer]:
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


def worker_services(facts: CaseFacts, statutes: Statutes) -> Iterator[DueAnswer]:
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
