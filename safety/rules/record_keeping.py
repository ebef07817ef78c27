"""Until when a record is kept, and what leaves that open (법 제164조, 시행규칙 제241조)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.hazards import HAZARDS, ThirtyYears
from safety.rules.steps import AddMonths
from safety.rules.tables import as_date, edition, read_table


class Record(StrEnum):
    """What is kept."""

    EXAM_RESULT = "EXAM_RESULT"
    MEASUREMENT = "MEASUREMENT"
    TRAINING_LOG = "TRAINING_LOG"
    RISK_ASSESSMENT = "RISK_ASSESSMENT"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many years a kind of record is kept."""

    keeping: str
    years: int
    article: str
    in_force_from: date | None


KEEPINGS = tuple(
    Keeping(
        keeping=row["keeping"],
        years=int(row["years"]),
        article=row["article"],
        in_force_from=as_date(row["in_force_from"]),
    )
    for row in read_table("record_keeping")
)
_LINES = {
    Record.EXAM_RESULT: ("ORDINARY", "NAMED_SUBSTANCE"),
    Record.MEASUREMENT: ("MEASUREMENT", "MEASUREMENT_NAMED"),
    Record.TRAINING_LOG: ("TRAINING_LOG", "TRAINING_LOG"),
    Record.RISK_ASSESSMENT: ("RISK_ASSESSMENT", "RISK_ASSESSMENT"),
}
_DOUBTS = {
    ThirtyYears.CONDITIONAL: Doubt.RETENTION_CONDITIONAL,
    ThirtyYears.UNCONFIRMED: Doubt.RETENTION_UNCONFIRMED,
}


def kept_until(
    record: Record,
    *,
    since: date,
    on: date,
    hazards: Collection[str] = (),
    handled: Collection[str] = (),
    rows: Sequence[Keeping] = KEEPINGS,
) -> Due:
    """
    Return until when a record is kept, by the table of today, with the reasons.

    30 years if any of its agents is, or may be, one that the Minister named; what our sources
    leave blank or conditional counts as named and is shown as 확인 필요. `handled` are agents the
    worker handles beside those of the record: the notice may mean them too.
    """
    named = sorted(code for code in hazards if HAZARDS[code].keeps_30_years is not ThirtyYears.NO)
    sure = any(HAZARDS[code].keeps_30_years is ThirtyYears.YES for code in named)
    doubts: set[Doubt] = set()
    if not sure:
        doubts = {_DOUBTS[HAZARDS[code].keeps_30_years] for code in named}
    if not named and any(HAZARDS[code].keeps_30_years is not ThirtyYears.NO for code in handled):
        doubts.add(Doubt.RETENTION_BY_WORKER)
    if record is Record.TRAINING_LOG:
        doubts.add(Doubt.RETENTION_PRACTICE)
    name = _LINES[record][1 if named else 0]
    line = edition([row for row in rows if row.keeping == name], on=on)[0]
    step = AddMonths(since, 12 * line.years)
    inputs = (
        ("record", record.value),
        ("anchor", "RECORD"),
        ("anchor_date", since),
        ("years", line.years),
        ("named_hazards", "|".join(named)),
        ("in_force_from", line.in_force_from),
    )
    basis = Derivation(RuleKey.KEEP_RECORD, inputs, (step,), tuple(sorted(doubts)), line.article)
    return Due(step.result, basis)
