"""A case's statutory training, and what another course stands in for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safety.rules.cases.answer import CaseAnswer, DueAnswer, ExemptionAnswer
from safety.rules.cases.facts import CaseFacts, DueKind
from safety.rules.derivations import Derivation, RuleKey
from safety.rules.special_training import special_training
from safety.rules.statutes import Statutes
from safety.rules.tables import NoRuleInForce
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
