"""What is owed, in the form in which it is kept and compared."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from safety.models import DueItem
from safety.rules.cases.answer import DueAnswer
from safety.rules.cases.facts import DueKind
from safety.rules.derivations import RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import MinutesOwed

# Our voluntary class has kept its short name; a later consultation is a consultation.
KINDS = {
    DueKind.PREVENTION_CLASS: DueItem.Kind.TRAINING.value,
    DueKind.CONSULTATION_FOLLOW_UP: DueItem.Kind.CONSULTATION.value,
}
# Nobody told us that it was done, which need not mean that it was not.
UNRECORDED = frozenset(
    {
        RuleKey.FIRST_GENERAL_EXAM,
        RuleKey.FIRST_RISK_ASSESSMENT,
        RuleKey.ON_HIRE_TRAINING,
        RuleKey.ON_CHANGE_TRAINING,
        RuleKey.REGULAR_TRAINING,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One due item as the table holds it; the basis is JSON already, and the digest of it all."""

    kind: str
    hazard: str
    detail: str
    status: str
    due_date: date
    basis: str
    digest: int


def kept(found: Iterable[DueAnswer], *, kinds: frozenset[str]) -> tuple[Answer, ...]:
    """Return the answers of the kinds that are opened, as they are kept."""
    return tuple(_kept(one) for one in found if kind_of(one.kind) in kinds)


def kind_of(kind: DueKind) -> str:
    """Return the kind of due item on record that a kind of the rules is."""
    return KINDS.get(kind, kind.value)


def _kept(found: DueAnswer) -> Answer:
    basis, made = found.due.basis, found.minutes
    doubts = [doubt.value for doubt in basis.to_check if doubt is not Doubt.OWN_SETTING]
    if basis.rule in UNRECORDED and not (isinstance(made, MinutesOwed) and made.made):
        doubts.append(Doubt.NO_RECORD.value)
    plain = {**basis.as_json(), "doubts": doubts}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    status, due_date = found.status.value, found.due.due_date
    digest = blake2b(f"{status} {due_date} {text}".encode(), digest_size=8).digest()
    return Answer(
        kind=kind_of(found.kind),
        hazard=found.hazard,
        detail=_detail(found),
        status=status,
        due_date=due_date,
        basis=text,
        digest=int.from_bytes(digest, signed=True),
    )


def _detail(found: DueAnswer) -> str:
    if found.kind is DueKind.ON_CHANGE_TRAINING:
        return found.due.due_date.isoformat()  # each change of the job asks for its own
    return found.detail
