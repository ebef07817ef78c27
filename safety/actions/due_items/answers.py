"""What is owed, in the form in which it is kept and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from safety.models import DueItem
from safety.models.due_basis import as_text, key_of
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
OF_ANSWER = ("kind", "status", "hazard", "detail", "due_date", "why_id", "digest")  # columns
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
    """One due item as the table holds it, its basis as text, and the digests of both."""

    kind: str
    hazard: str
    detail: str
    status: str
    due_date: date
    basis: str
    why: int  # the id of the basis
    digest: int  # of status, date and basis
    row: tuple[str | int, ...]  # OF_ANSWER, as the database takes it
    line: str  # the same as a part of a line of COPY


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
    text = as_text({**basis.as_json(), "doubts": doubts})
    kind, hazard, detail, why = kind_of(found.kind), found.hazard, _detail(found), key_of(text)
    status, day = found.status.value, found.due.due_date
    told = blake2b(f"{status} {day} {text}".encode(), digest_size=8).digest()
    digest = int.from_bytes(told, signed=True)
    row = (kind, status, hazard, detail, day.isoformat(), why, digest)
    line = "\t".join(_escaped(str(value)) for value in row)
    return Answer(kind, hazard, detail, status, day, text, why, digest, row, line)


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, written)
    return text


def _detail(found: DueAnswer) -> str:
    if found.kind is DueKind.ON_CHANGE_TRAINING:
        return found.due.due_date.isoformat()  # each change of the job asks for its own
    return found.detail
