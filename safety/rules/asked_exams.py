"""Exams that somebody asks for: on demand, by order, and after leaving the exposed job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safety.rules.derivations import Derivation, Due, RuleKey
from safety.rules.doubts import Doubt
from safety.rules.steps import AddDays, SetBy, SetDay


class AskedBy(StrEnum):
    """Who may call for an on-demand exam (시행규칙 제205조)."""

    OCCUPATIONAL_PHYSICIAN = "OCCUPATIONAL_PHYSICIAN"
    HEALTH_MANAGER = "HEALTH_MANAGER"
    HEALTH_AGENCY = "HEALTH_AGENCY"
    WORKER = "WORKER"
    WORKER_REPRESENTATIVE = "WORKER_REPRESENTATIVE"
    HONORARY_INSPECTOR = "HONORARY_INSPECTOR"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class ExamRequest:
    """A call for an on-demand exam."""

    hazard: str
    asked: date
    by: AskedBy
    suspected: bool = True
    doctor_says_unnecessary: bool = False


@dataclass(frozen=True, slots=True)
class ExamOrder:
    """An order of the labour office; `until` is the day it set, if it set one."""

    hazard: str
    ordered: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpWish:
    """A doctor's wish to see a worker with a D1 again after the exposed work has ended."""

    hazard: str
    exam_date: date
    on_date: date


def on_demand_due(request: ExamRequest, *, within_days: int) -> Due | None:
    """
    Return when an on-demand exam is due, or None when the request starts none (법 제130조제3항).

    It takes a suspected disease and somebody the rule names; the doctor of the last special
    exam may say that it is not needed. "Without delay" has no number: a setting.
    """
    if not request.suspected or request.by is AskedBy.OTHER or request.doctor_says_unnecessary:
        return None
    step = AddDays(request.asked, within_days)
    inputs = (
        ("hazard", request.hazard),
        ("anchor", "REQUEST"),
        ("anchor_date", request.asked),
        ("asked_by", request.by.value),
    )
    basis = Derivation(RuleKey.ON_DEMAND_EXAM, inputs, (step,), (Doubt.NO_FIXED_NUMBER,))
    return Due(step.result, basis, request.asked)


def ordered_due(order: ExamOrder) -> Due:
    """Return when an ordered exam is due: the day the labour office set (법 제131조)."""
    set_day = order.until is not None
    step = SetDay(
        order.until or order.ordered, SetBy.LABOUR_OFFICE if set_day else SetBy.WITHOUT_DELAY
    )
    inputs = (("hazard", order.hazard), ("anchor", "ORDER"), ("anchor_date", order.ordered))
    doubts = () if set_day else (Doubt.NO_FIXED_NUMBER,)
    return Due(
        step.result, Derivation(RuleKey.ORDERED_EXAM, inputs, (step,), doubts), order.ordered
    )


def follow_up_exam_due(wish: FollowUpWish, *, ended: date) -> Due:
    """Return when a worker moved off the job is seen again: the doctor's day (제130조)."""
    step = SetDay(wish.on_date, SetBy.DOCTOR)
    inputs = (
        ("hazard", wish.hazard),
        ("anchor", "FINDING_EXAM"),
        ("anchor_date", wish.exam_date),
        ("ended", ended),
    )
    basis = Derivation(RuleKey.DOCTORS_FOLLOW_UP, inputs, (step,))
    return Due(step.result, basis, wish.exam_date + timedelta(days=1))
