"""What an exam's result means, and the clocks and records that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safety.rules.dates import add_months
from safety.rules.hazards import HAZARDS, HazardCategory, ThirtyYears
from safety.rules.tables import as_date, read_table


class ResultCode(StrEnum):
    """The doctor's judgement for one agent (근로자 건강진단 실시기준 별표 4)."""

    A = "A"
    C1 = "C1"
    C2 = "C2"
    CN = "CN"
    D1 = "D1"
    D2 = "D2"
    DN = "DN"
    R = "R"
    U = "U"


class Fitness(StrEnum):
    """Fitness for the job (업무수행 적합여부), by the letter printed in the result table."""

    CAN_WORK = "가"
    CAN_WORK_UNDER_CONDITIONS = "나"
    CANNOT_WORK_FOR_NOW = "다"
    MUST_NOT_DO_THIS_JOB = "라"


class DoctorOrder(StrEnum):
    """What the doctor asks the employer to do (사후관리)."""

    WORK_BAN_OR_RESTRICTION = "WORK_BAN_OR_RESTRICTION"
    JOB_TRANSFER = "JOB_TRANSFER"
    SHORTER_HOURS = "SHORTER_HOURS"
    DISEASE_REFERRAL = "DISEASE_REFERRAL"
    HEALTH_COUNSELLING = "HEALTH_COUNSELLING"
    PROTECTIVE_EQUIPMENT = "PROTECTIVE_EQUIPMENT"
    FOLLOW_UP_TEST = "FOLLOW_UP_TEST"
    TREATMENT_WHILE_WORKING = "TREATMENT_WHILE_WORKING"
    OTHER = "OTHER"


class Clock(StrEnum):
    """A count of days that starts with an exam, a receipt or a notice."""

    CARD_TO_WORKER = "CARD_TO_WORKER"
    EXPLANATION_TO_WORKER = "EXPLANATION_TO_WORKER"
    TABLE_TO_EMPLOYER = "TABLE_TO_EMPLOYER"
    TABLE_TO_LABOUR_OFFICE = "TABLE_TO_LABOUR_OFFICE"
    EMPLOYER_REPORT = "EMPLOYER_REPORT"
    SECOND_STAGE = "SECOND_STAGE"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How many days a clock runs, since when, and where that is written."""

    clock: Clock
    days: int
    article: str
    in_force_from: date | None


def allowed_codes(category: HazardCategory) -> frozenset[ResultCode]:
    """Return the codes a doctor may give: night work has its own (CN, DN)."""
    return NIGHT_WORK_CODES if category is HazardCategory.NIGHT_WORK else OTHER_CODES


def clock_ends(clock: Clock, *, since: date, days: int | None = None) -> date:
    """Return a clock's last day; `days` is for the one that is a setting (second stage)."""
    return since + timedelta(days=CLOCKS[clock].days if days is None else days)


def employer_report_due(*, received: date, orders: Collection[DoctorOrder]) -> date | None:
    """
    Return when the employer's follow-up report is due at the labour office, if it is (법 제132조).

    It counts from receipt of the result table, and only four of the doctor's orders start it.
    """
    if REPORTED_ORDERS.isdisjoint(orders):
        return None
    return clock_ends(Clock.EMPLOYER_REPORT, since=received)


def keep_until(*, recorded: date, hazards: Collection[str]) -> date:
    """
    Return until when an exam's record is kept (법 제164조, 시행규칙 제241조).

    30 years if any agent is, or may be, one that the Minister named; 5 years otherwise.
    """
    named = any(HAZARDS[code].keeps_30_years is not ThirtyYears.NO for code in hazards)
    return add_months(recorded, 12 * KEEPING_YEARS["NAMED_SUBSTANCE" if named else "ORDINARY"])


_CODE_ROWS = read_table("result_codes")

CODE_MEANINGS: Mapping[ResultCode, str] = {
    ResultCode(row["code"]): row["meaning"] for row in _CODE_ROWS
}
NIGHT_WORK_CODES = frozenset(ResultCode(row["code"]) for row in _CODE_ROWS if row["night_work"])
OTHER_CODES = frozenset(ResultCode(row["code"]) for row in _CODE_ROWS if row["other_agents"])
FITNESS_MEANINGS: Mapping[Fitness, str] = {
    Fitness(row["letter"]): row["meaning"] for row in read_table("fitness_codes")
}
REPORTED_ORDERS = frozenset(
    DoctorOrder(row["order"]) for row in read_table("doctor_orders") if row["starts_report"]
)
CLOCK_RULES = tuple(
    ClockRule(Clock(row["clock"]), int(row["days"]), row["article"], as_date(row["in_force_from"]))
    for row in read_table("result_clocks")
)
CLOCK_ROLES: Mapping[Clock, tuple[str, str]] = {
    Clock(row["clock"]): (row["who"], row["to"]) for row in read_table("result_clocks")
}
CLOCKS: Mapping[Clock, ClockRule] = {row.clock: row for row in CLOCK_RULES}
KEEPING_YEARS: Mapping[str, int] = {
    row["keeping"]: int(row["years"]) for row in read_table("record_keeping")
}
