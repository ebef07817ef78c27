"""When a worker's general health exam is due (법 제129조, 시행규칙 제197조)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import AddMonths, Period, PeriodEnd
from safety.rules.tables import as_date, edition, read_table


class Counting(StrEnum):
    """How "once a year" is counted: from day to day, or by calendar year."""

    INTERVAL = "INTERVAL"
    CALENDAR_YEAR = "CALENDAR_YEAR"


@dataclass(frozen=True, slots=True)
class GeneralCycle:
    """How often those in one kind of work are examined."""

    is_office: bool
    every_months: int
    article: str
    in_force_from: date | None


GENERAL_CYCLES = tuple(
    GeneralCycle(
        is_office=row["work"] == "OFFICE",
        every_months=int(row["every_months"]),
        article=row["article"],
        in_force_from=as_date(row["in_force_from"]),
    )
    for row in read_table("general_exam_cycles")
)


def general_exam_due(
    *,
    is_office: bool,
    hired: date | None,
    last: date | None,
    on: date,
    counting: Counting = Counting.INTERVAL,
    cycles: Sequence[GeneralCycle] = GENERAL_CYCLES,
) -> Due | None:
    """
    Return when the next general exam is due, or None with nothing to count from.

    `is_office` means an office outside the compound of a factory; a clerk inside a workshop
    building is examined yearly like everybody else there.
    """
    anchor_date = last or hired
    if anchor_date is None:
        return None
    cycle = edition([row for row in cycles if row.is_office is is_office], on=on)[0]
    rule = RuleKey.FOLLOWING_GENERAL_EXAM if last else RuleKey.FIRST_GENERAL_EXAM
    step: AddMonths | PeriodEnd
    if counting is Counting.INTERVAL:
        step, earliest = AddMonths(anchor_date, cycle.every_months), None
    else:
        years = cycle.every_months // 12 - (0 if last else 1)
        step = PeriodEnd(date(anchor_date.year + years, 1, 1), Period.YEAR)
        earliest = date(anchor_date.year + 1, 1, 1) if last else None
    inputs = (
        ("anchor", "LAST_GENERAL_EXAM" if last else "HIRE"),
        ("anchor_date", anchor_date),
        ("months", cycle.every_months),
        ("is_office", is_office),
        ("counting", counting.value),
        ("in_force_from", cycle.in_force_from),
    )
    basis = Derivation(rule, inputs, (step,), (Doubt.GENERAL_COUNTING,), cycle.article)
    if earliest is None:
        earliest = anchor_date + timedelta(days=1) if last else anchor_date
    return Due(step.result, basis, earliest)
