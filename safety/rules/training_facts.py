"""The facts of one worker that the rules of statutory training read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safety.rules.training_hours import TrainingTarget


class Work(StrEnum):
    """What somebody does, as the annex tells them apart."""

    OFFICE = "OFFICE"
    SALES = "SALES"
    PRODUCTION = "PRODUCTION"


class Employment(StrEnum):
    """How long somebody is hired for, as the annex tells them apart."""

    REGULAR = "REGULAR"
    DAY_LABOUR = "DAY_LABOUR"
    UP_TO_ONE_MONTH = "UP_TO_ONE_MONTH"


class Body(StrEnum):
    """Who taught."""

    EMPLOYER = "EMPLOYER"
    REGISTERED_BODY = "REGISTERED_BODY"
    WORKER_HEALTH_CENTRE = "WORKER_HEALTH_CENTRE"
    HEALTH_CENTRE = "HEALTH_CENTRE"
    SUPPORT_CENTRE = "SUPPORT_CENTRE"
    OTHER_LAW = "OTHER_LAW"


class Taught(StrEnum):
    """What was taught; our own class is voluntary and stands for nothing else."""

    REGULAR = "REGULAR"
    ON_HIRE = "ON_HIRE"
    ON_CHANGE = "ON_CHANGE"
    SPECIAL = "SPECIAL"
    PREVENTION_CLASS = "PREVENTION_CLASS"
    SERIOUS_ACCIDENT_ACT = "SERIOUS_ACCIDENT_ACT"
    OTHER = "OTHER"


LAWFUL_BODIES = frozenset({Body.EMPLOYER, Body.REGISTERED_BODY})


@dataclass(frozen=True, slots=True)
class Lesson:
    """One completion: net minutes on a day."""

    taught: Taught
    on: date
    minutes: int
    body: Body = Body.EMPLOYER
    credited: bool = False  # the session's own switch (시행규칙 제27조제2항)
    job: str = ""


@dataclass(frozen=True, slots=True)
class EarlierJob:
    """Work elsewhere that shortens training (시행규칙 제27조제5항)."""

    left: date
    months: int
    same_industry: bool = False
    same_listed_job: bool = False
    same_principal_site: bool = False


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job of 별표 5 that calls for special training."""

    name: str
    started: date
    is_short: bool = False  # short-term or intermittent
    is_crane_signal: bool = False


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """One worker at one workplace."""

    hired: date | None
    work: Work = Work.PRODUCTION
    employment: Employment = Employment.REGULAR
    is_supervisor: bool = False
    workers: int | None = None
    no_accident_last_year: bool = False
    changed: tuple[date, ...] = ()
    jobs: tuple[ListedJob, ...] = ()
    earlier: tuple[EarlierJob, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    credits: frozenset[Body] = frozenset()  # the centre's switch; off unless set
    small_firm_below: int = 5


def regular_target(facts: TrainingFacts) -> TrainingTarget:
    """Return whose line of regular training holds for a worker."""
    if facts.is_supervisor:
        return TrainingTarget.SUPERVISOR
    return {
        Work.OFFICE: TrainingTarget.OFFICE,
        Work.SALES: TrainingTarget.SALES,
        Work.PRODUCTION: TrainingTarget.OTHER,
    }[facts.work]
