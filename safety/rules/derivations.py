"""The answer to "why this date?": the rule, its article, what went in and the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.dates import add_months
from safety.rules.tables import as_date, read_table

Scalar = str | int | bool | date | None
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class RuleKey(StrEnum):
    """The rule that set a date; a door has a sentence for each."""

    FIRST_EXAM = "FIRST_EXAM"
    FOLLOWING_EXAM = "FOLLOWING_EXAM"
    HALVED_MEASUREMENT = "HALVED_MEASUREMENT"
    HALVED_D1 = "HALVED_D1"
    HALVED_DOCTOR = "HALVED_DOCTOR"
    PREPLACEMENT_EXEMPT = "PREPLACEMENT_EXEMPT"
    FIRST_CONSULTATION = "FIRST_CONSULTATION"
    FOLLOWING_CONSULTATION = "FOLLOWING_CONSULTATION"
    CONSULTATION_FOLLOW_UP = "CONSULTATION_FOLLOW_UP"
    FIRST_PREVENTION_CLASS = "FIRST_PREVENTION_CLASS"
    FOLLOWING_PREVENTION_CLASS = "FOLLOWING_PREVENTION_CLASS"


class Authority(StrEnum):
    """Who asks for it: the law, or only the programme's own setting."""

    LAW = "LAW"
    PROGRAMME = "PROGRAMME"


@dataclass(frozen=True, slots=True)
class Article:
    """Where a rule is written; empty text for a setting of the programme."""

    authority: Authority
    text: str
    in_force_from: date | None


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


Step = AddMonths | NotBefore


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a date is what it is."""

    rule: RuleKey
    inputs: tuple[tuple[str, Scalar], ...]
    arithmetic: tuple[Step, ...]

    @property
    def article(self) -> str:
        return ARTICLES[self.rule].text

    @property
    def authority(self) -> Authority:
        return ARTICLES[self.rule].authority

    def as_json(self) -> dict[str, Json]:
        """Return the derivation as plain JSON values, dates as ISO text."""
        return {
            "rule": self.rule.value,
            "authority": self.authority.value,
            "article": self.article,
            "inputs": {name: _plain(value) for name, value in self.inputs},
            "arithmetic": [step.as_json() for step in self.arithmetic],
        }


@dataclass(frozen=True, slots=True)
class Due:
    """The last day something may be done, and why."""

    due_date: date
    basis: Derivation


def _plain(value: Scalar) -> Json:
    return value.isoformat() if isinstance(value, date) else value


ARTICLES: Mapping[RuleKey, Article] = {
    RuleKey(row["rule"]): Article(
        Authority(row["authority"]), row["article"], as_date(row["in_force_from"])
    )
    for row in read_table("articles")
}
