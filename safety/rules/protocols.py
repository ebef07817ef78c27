"""The series of consultations that each clinic plans: dated settings of the programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.steps import AddDays, AddMonths, Step
from safety.rules.tables import as_date, edition, read_table


class Clinic(StrEnum):
    """What a consultation is about."""

    METABOLIC = "METABOLIC"
    SMOKING = "SMOKING"
    DRINKING = "DRINKING"
    MENTAL = "MENTAL"
    MUSCULOSKELETAL = "MUSCULOSKELETAL"


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """One later consultation of a series, counted from the first one."""

    clinic: Clinic
    step: int
    after_days: int | None
    after_months: int | None
    in_force_from: date | None

    def counted_from(self, first: date) -> AddDays | AddMonths:
        """Return the sum that gives this step's day."""
        if self.after_months is not None:
            return AddMonths(first, self.after_months)
        return AddDays(first, self.after_days or 0)


PROTOCOLS = tuple(
    ProtocolStep(
        clinic=Clinic(row["clinic"]),
        step=int(row["step"]),
        after_days=int(row["after_days"]) if row["after_days"] else None,
        after_months=int(row["after_months"]) if row["after_months"] else None,
        in_force_from=as_date(row["in_force_from"]),
    )
    for row in read_table("consultation_protocols")
)


def protocol_due(
    clinic: Clinic,
    held: Sequence[date],
    *,
    on: date,
    protocols: Sequence[ProtocolStep] = PROTOCOLS,
) -> Due | None:
    """
    Return when the next consultation of a clinic's series is planned, None when it is complete.

    A consultation after a complete series begins a new one. A step whose day had passed when
    the one before it was held late moves behind that one.
    """
    steps = edition([row for row in protocols if row.clinic is clinic], on=on)
    days = sorted(set(held))
    if not days:
        return None
    series = days[len(days) - 1 - (len(days) - 1) % (len(steps) + 1) :]
    if len(series) > len(steps):
        return None
    step = sorted(steps, key=lambda row: row.step)[len(series) - 1]
    planned = step.counted_from(series[0])
    last = series[-1]
    following = AddDays(last, 1)
    is_late = planned.result < following.result
    steps_taken: tuple[Step, ...] = (planned, following) if is_late else (planned,)
    inputs = (
        ("clinic", clinic.value),
        ("anchor", "SERIES"),
        ("anchor_date", series[0]),
        ("step", step.step),
        ("steps", len(steps)),
        ("last_held", last),
        ("in_force_from", step.in_force_from),
    )
    basis = Derivation(RuleKey.CONSULTATION_PROTOCOL, inputs, steps_taken)
    return Due(max(planned.result, following.result), basis, following.result)
