"""The arithmetic of a date, step by step, so that anybody can do the sum again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safety.rules.dates import add_months

Scalar = str | int | bool | date | None
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class SetBy(StrEnum):
    """Who named a day that no interval gives."""

    DOCTOR = "DOCTOR"
    LABOUR_OFFICE = "LABOUR_OFFICE"
    WITHOUT_DELAY = "WITHOUT_DELAY"
    BEFORE_START = "BEFORE_START"


class Period(StrEnum):
    """A stretch of the calendar within which something is due."""

    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True)
class AddMonths:
    """Calendar months counted from a day; a month that is too short gives its last day."""

    start: date
    months: int

    @property
    def result(self) -> date:
        return add_months(self.start, self.months)

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "ADD_MONTHS",
            "from": self.start.isoformat(),
            "months": self.months,
            "to": self.result.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class AddDays:
    """Days counted from a day, the day itself not counted."""

    start: date
    days: int

    @property
    def result(self) -> date:
        return self.start + timedelta(days=self.days)

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "ADD_DAYS",
            "from": self.start.isoformat(),
            "days": self.days,
            "to": self.result.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class NotBefore:
    """A day that had already passed when its cause became known moves to the day of the cause."""

    start: date
    result: date

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "NOT_BEFORE",
            "from": self.start.isoformat(),
            "to": self.result.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class DayBefore:
    """The last day before something begins."""

    start: date

    @property
    def result(self) -> date:
        return self.start - timedelta(days=1)

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "DAY_BEFORE",
            "from": self.start.isoformat(),
            "to": self.result.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day somebody set, or that the law names by an event."""

    result: date
    by: SetBy

    def as_json(self) -> dict[str, Json]:
        return {"step": "SET_DAY", "by": self.by.value, "to": self.result.isoformat()}


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of the period that begins on a day."""

    start: date
    period: Period

    @property
    def result(self) -> date:
        months = 6 if self.period is Period.HALF_YEAR else 12
        return add_months(self.start, months) - timedelta(days=1)

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "PERIOD_END",
            "from": self.start.isoformat(),
            "period": self.period.value,
            "to": self.result.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class MinutesOwed:
    """What is still owed of a number of minutes."""

    required: int
    deducted: int
    made: int

    @property
    def owed(self) -> int:
        return max(self.required - self.deducted - self.made, 0)

    def as_json(self) -> dict[str, Json]:
        return {
            "step": "MINUTES_OWED",
            "required": self.required,
            "deducted": self.deducted,
            "made": self.made,
            "owed": self.owed,
        }


Step = AddMonths | AddDays | NotBefore | DayBefore | SetDay | PeriodEnd | MinutesOwed
