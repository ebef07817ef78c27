"""One case as the engine reads it: a worker, the workplace and what is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.asked_exams import ExamOrder, ExamRequest
from safety.rules.exam_clocks import ClockedExam
from safety.rules.exam_facts import CoworkerFinding, ExamKind
from safety.rules.general_exams import Counting
from safety.rules.protocols import Clinic
from safety.rules.recognised_exams import ExamLaw
from safety.rules.results import ResultCode
from safety.rules.training_facts import Body, TrainingFacts
from safety.rules.worker_exams import ExposureRow


class DueKind(StrEnum):
    """The kinds of due item, in the order of one day."""

    PREPLACEMENT_EXAM = "PREPLACEMENT_EXAM"
    SPECIAL_EXAM = "SPECIAL_EXAM"
    FOLLOW_UP_EXAM = "FOLLOW_UP_EXAM"
    ON_DEMAND_EXAM = "ON_DEMAND_EXAM"
    ORDERED_EXAM = "ORDERED_EXAM"
    GENERAL_EXAM = "GENERAL_EXAM"
    ON_HIRE_TRAINING = "ON_HIRE_TRAINING"
    ON_CHANGE_TRAINING = "ON_CHANGE_TRAINING"
    SPECIAL_TRAINING = "SPECIAL_TRAINING"
    REGULAR_TRAINING = "REGULAR_TRAINING"
    RISK_ASSESSMENT = "RISK_ASSESSMENT"
    CONSULTATION = "CONSULTATION"
    CONSULTATION_FOLLOW_UP = "CONSULTATION_FOLLOW_UP"
    WORK_ENVIRONMENT = "WORK_ENVIRONMENT"
    PREVENTION_CLASS = "PREVENTION_CLASS"


class KeepFrom(StrEnum):
    """What the years of an exam record count from."""

    RECEIPT = "RECEIPT"
    EXAM = "EXAM"


class Missed(StrEnum):
    """What a placement without an accepted pre-placement exam gives once it is past."""

    WARNING = "WARNING"
    ITEM = "ITEM"


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """What the sources leave to a setting, with its default."""

    second_stage_days: int | None = None
    small_firm_below: int = 5
    on_demand_within_days: int = 0
    general_exam_counting: Counting = Counting.INTERVAL
    risk_assessment_counting: Counting = Counting.CALENDAR_YEAR
    keep_from: KeepFrom = KeepFrom.RECEIPT
    credit_hours_from: frozenset[Body] = frozenset()
    missed_preplacement: Missed = Missed.WARNING
    kinds: frozenset[DueKind] = frozenset(DueKind)


@dataclass(frozen=True, slots=True)
class AgentResult:
    """What an exam said of one agent."""

    code: ResultCode | None = None
    doctor_shortens: bool = False
    shortening_unnecessary: bool = False
    wants_follow_up: bool = False
    follow_up: date | None = None


@dataclass(frozen=True, slots=True)
class HeldExam:
    """One exam; `special_for` are the agents for which it counts as a special exam."""

    path: str
    kind: ExamKind
    exam_date: date
    covered: frozenset[str]
    special_for: frozenset[str]
    is_general: bool
    results: dict[str, AgentResult]
    clocked: ClockedExam
    law: ExamLaw | None = None
    elsewhere: bool = False
    card_handed_in: bool = False
    first_stage_items: bool = False
    all_items: bool = False

    def result(self, hazard: str) -> AgentResult:
        return self.results.get(hazard, AgentResult())


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement at or above the limit, or not."""

    path: str
    hazard: str
    process: str
    day: date
    over_limit: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A D1 of a coworker that halves the next round of everybody in the process."""

    hazard: str
    process: str
    finding: CoworkerFinding


@dataclass(frozen=True, slots=True)
class HeldConsultation:
    """A consultation of the worker."""

    day: date
    clinics: tuple[Clinic, ...] = ()
    agreed: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything on record of one case up to its day."""

    id: str
    path: str
    today: date
    settings: CaseSettings
    training: TrainingFacts
    registered: date | None = None
    hired: date | None = None
    left: date | None = None
    is_office: bool = False
    exposures: tuple[ExposureRow, ...] = ()
    short_nights: bool = False
    measurements: tuple[Measured, ...] = ()
    exams: tuple[HeldExam, ...] = ()
    beside: tuple[Beside, ...] = ()
    requests: tuple[ExamRequest, ...] = ()
    orders: tuple[ExamOrder, ...] = ()
    consultations: tuple[HeldConsultation, ...] = ()
    assessments: tuple[date, ...] = ()
    consulting_visits: tuple[date, ...] = ()
    classes: tuple[date, ...] = ()

    def at(self, place: str) -> str:
        """Return the path of a place inside the case."""
        return f"{self.path}.{place}"

    @property
    def has_left(self) -> bool:
        return self.left is not None and self.left <= self.today
