"""What the engine answers about one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from safety.rules.cases.facts import DueKind
from safety.rules.derivations import Authority, Derivation, Due
from safety.rules.exam_clocks import Ticking
from safety.rules.fulfilment import earliest_day
from safety.rules.record_keeping import Record
from safety.rules.steps import MinutesOwed


class Status(StrEnum):
    """Whether it is a duty, recommended (권고), or an offer of the programme."""

    OWED = "OWED"
    RECOMMENDED = "RECOMMENDED"
    OFFERED = "OFFERED"


class ClockState(StrEnum):
    """Where a clock stands today."""

    RUNNING = "RUNNING"
    PASSED = "PASSED"
    DONE = "DONE"
    NOT_STARTED = "NOT_STARTED"


KIND_ORDER = {kind: number for number, kind in enumerate(DueKind)}


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """One due item."""

    kind: DueKind
    due: Due
    hazard: str = ""
    detail: str = ""  # the listed job, or the clinic
    is_recommended: bool = False
    minutes: MinutesOwed | None = None

    @property
    def status(self) -> Status:
        if self.due.basis.authority is Authority.PROGRAMME:
            return Status.OFFERED
        return Status.RECOMMENDED if self.is_recommended else Status.OWED

    @property
    def earliest(self) -> date | None:
        return earliest_day(self.due)

    def overdue_days(self, on: date) -> int:
        return max((on - self.due.due_date).days, 0)

    @property
    def order(self) -> tuple[date, int, str, str, str]:
        rule = self.due.basis.rule.value
        return self.due.due_date, KIND_ORDER[self.kind], self.hazard, self.detail, rule


@dataclass(frozen=True, slots=True)
class ExemptionAnswer:
    """Something that need not be done, and until when that holds."""

    kind: DueKind
    basis: Derivation
    hazard: str = ""
    detail: str = ""
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """One clock of one exam."""

    exam_date: date
    exam_kind: str
    ticking: Ticking

    def state(self, on: date) -> ClockState:
        if self.ticking.stopped is not None:
            return ClockState.DONE
        if self.ticking.deadline is None:
            return ClockState.NOT_STARTED
        return ClockState.PASSED if self.ticking.deadline < on else ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class KeepingAnswer:
    """Until when one record is kept."""

    record: Record
    record_date: date
    hazards: tuple[str, ...]
    kept: Due


@dataclass
class CaseAnswer:
    """Everything derived from one case."""

    items: list[DueAnswer] = field(default_factory=list)
    exemptions: list[ExemptionAnswer] = field(default_factory=list)
    clocks: list[ClockAnswer] = field(default_factory=list)
    keepings: list[KeepingAnswer] = field(default_factory=list)
