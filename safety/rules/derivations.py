"""The answer to "why this date?": the rule, its article, what went in and the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.doubts import Doubt
from safety.rules.steps import AddMonths as AddMonths
from safety.rules.steps import Json, NotBefore, Scalar, Step
from safety.rules.tables import as_date, read_table


class RuleKey(StrEnum):
    """The rule that set a date; explanations.csv has its sentences."""

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
    # Derived for explain_due; no due item on record is opened by them yet.
    PREPLACEMENT_EXAM = "PREPLACEMENT_EXAM"
    DOCTORS_FOLLOW_UP = "DOCTORS_FOLLOW_UP"
    ON_DEMAND_EXAM = "ON_DEMAND_EXAM"
    ORDERED_EXAM = "ORDERED_EXAM"
    FIRST_GENERAL_EXAM = "FIRST_GENERAL_EXAM"
    FOLLOWING_GENERAL_EXAM = "FOLLOWING_GENERAL_EXAM"
    CLOCK_CARD = "CLOCK_CARD"
    CLOCK_EXPLANATION = "CLOCK_EXPLANATION"
    CLOCK_TABLE_TO_EMPLOYER = "CLOCK_TABLE_TO_EMPLOYER"
    CLOCK_TABLE_TO_LABOUR_OFFICE = "CLOCK_TABLE_TO_LABOUR_OFFICE"
    CLOCK_EMPLOYER_REPORT = "CLOCK_EMPLOYER_REPORT"
    CLOCK_SECOND_STAGE = "CLOCK_SECOND_STAGE"
    KEEP_RECORD = "KEEP_RECORD"
    REGULAR_TRAINING = "REGULAR_TRAINING"
    ON_HIRE_TRAINING = "ON_HIRE_TRAINING"
    ON_CHANGE_TRAINING = "ON_CHANGE_TRAINING"
    SPECIAL_TRAINING = "SPECIAL_TRAINING"
    SPECIAL_TRAINING_REST = "SPECIAL_TRAINING_REST"
    SPECIAL_COVERS_ON_HIRE = "SPECIAL_COVERS_ON_HIRE"
    SAME_SITE_WAIVER = "SAME_SITE_WAIVER"
    CONSULTATION_PROTOCOL = "CONSULTATION_PROTOCOL"
    FIRST_WORK_ENVIRONMENT = "FIRST_WORK_ENVIRONMENT"
    FOLLOWING_WORK_ENVIRONMENT = "FOLLOWING_WORK_ENVIRONMENT"
    FIRST_RISK_ASSESSMENT = "FIRST_RISK_ASSESSMENT"
    YEARLY_RISK_ASSESSMENT = "YEARLY_RISK_ASSESSMENT"


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
class Derivation:
    """Why a date is what it is."""

    rule: RuleKey
    inputs: tuple[tuple[str, Scalar], ...]
    arithmetic: tuple[Step, ...]
    doubts: tuple[Doubt, ...] = ()
    written_in: str = ""  # the article of the table's own line, where the rule has several

    @property
    def article(self) -> str:
        return self.written_in or ARTICLES[self.rule].text

    @property
    def authority(self) -> Authority:
        return ARTICLES[self.rule].authority

    @property
    def in_force_from(self) -> date | None:
        """Since when the table's line that was used holds, else the article."""
        value = dict(self.inputs).get("in_force_from")
        return value if isinstance(value, date) else ARTICLES[self.rule].in_force_from

    @property
    def to_check(self) -> tuple[Doubt, ...]:
        """What is to be shown as 확인 필요."""
        found = list(self.doubts)
        if any(isinstance(step, NotBefore) for step in self.arithmetic):
            found.append(Doubt.CAUSE_KNOWN_LATE)
        if self.authority is Authority.PROGRAMME:
            found.append(Doubt.OWN_SETTING)
        return tuple(dict.fromkeys(found))

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
    """The last day something may be done, and why; `earliest` where the rule itself knows it."""

    due_date: date
    basis: Derivation
    earliest: date | None = None


def _plain(value: Scalar) -> Json:
    return value.isoformat() if isinstance(value, date) else value


ARTICLES: Mapping[RuleKey, Article] = {
    RuleKey(row["rule"]): Article(
        Authority(row["authority"]), row["article"], as_date(row["in_force_from"])
    )
    for row in read_table("articles")
}
