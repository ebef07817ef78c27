"""When a workplace's risk assessment is due again, and the fines to come (시행규칙 제37조)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.general_exams import Counting
from safety.rules.steps import AddMonths, Period, PeriodEnd, Scalar, SetBy, SetDay, Step
from safety.rules.tables import as_date, read_table

IN_FORCE_FROM = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class ComingFine:
    """The ceilings of one size of firm from a day on."""

    workers_from: int
    workers_below: int | None
    in_force_from: date
    not_done: int
    not_shared: int
    not_recorded: int
    article: str

    def holds_for(self, workers: int | None) -> bool:
        """Tell whether a firm is of this size; an unknown one is taken for a small one."""
        count = workers or 0
        return self.workers_from <= count and (
            self.workers_below is None or count < self.workers_below
        )


COMING_FINES = tuple(
    ComingFine(
        workers_from=int(row["workers_from"] or 0),
        workers_below=int(row["workers_below"]) if row["workers_below"] else None,
        in_force_from=as_date(row["in_force_from"]) or date.max,
        not_done=int(row["not_done_krw"]),
        not_shared=int(row["not_shared_krw"]),
        not_recorded=int(row["not_recorded_krw"]),
        article=row["article"],
    )
    for row in read_table("coming_fines")
)


def risk_assessment_due(
    *,
    registered: date | None,
    last: date | None,
    workers: int | None,
    counting: Counting = Counting.CALENDAR_YEAR,
    fines: Sequence[ComingFine] = COMING_FINES,
) -> Due | None:
    """
    Return the last day of the next assessment: each year from the year after the one before.

    The first is due before work starts. It holds for firms of 1-4 too (법 제36조).
    """
    fine = next(row for row in fines if row.holds_for(workers))
    more: tuple[tuple[str, Scalar], ...] = (
        ("fine_from", fine.in_force_from),
        ("fine_not_done", fine.not_done),
        ("fine_not_shared", fine.not_shared),
        ("fine_not_recorded", fine.not_recorded),
        ("workers", workers),
        ("in_force_from", IN_FORCE_FROM),
    )
    if last is None:
        if registered is None:
            return None
        steps: tuple[Step, ...] = (SetDay(registered, SetBy.BEFORE_START),)
        begun: tuple[tuple[str, Scalar], ...] = (
            ("anchor", "REGISTRATION"),
            ("anchor_date", registered),
        )
        basis = Derivation(
            RuleKey.FIRST_RISK_ASSESSMENT, (*begun, *more), steps, (Doubt.FINES_CHANGED,)
        )
        return Due(registered, basis, registered)
    step: PeriodEnd | AddMonths = AddMonths(last, 12)
    earliest = last + timedelta(days=1)
    if counting is Counting.CALENDAR_YEAR:
        step = PeriodEnd(date(last.year + 1, 1, 1), Period.YEAR)
        earliest = step.start
    counted: tuple[tuple[str, Scalar], ...] = (
        ("anchor", "LAST_ASSESSMENT"),
        ("anchor_date", last),
        ("counting", counting.value),
    )
    doubts = (Doubt.RISK_COUNTING, Doubt.FINES_CHANGED)
    basis = Derivation(RuleKey.YEARLY_RISK_ASSESSMENT, (*counted, *more), (step,), doubts)
    return Due(step.result, basis, earliest)
