from __future__ import annotations

from datetime import date

import pytest

from safety.rules.hazards import HazardCategory
from safety.rules.results import (
    CLOCKS,
    CODE_MEANINGS,
    FITNESS_MEANINGS,
    Clock,
    DoctorOrder,
    Fitness,
    ResultCode,
    allowed_codes,
    clock_ends,
    employer_report_due,
    keep_until,
)
from safety.rules.tables import read_table

EXAM = date(2026, 11, 23)
Order = DoctorOrder


@pytest.mark.parametrize("category", HazardCategory)
def test_night_work_has_codes_of_its_own(category: HazardCategory) -> None:
    night = {"A", "CN", "DN", "R", "U"}
    others = {"A", "C1", "C2", "D1", "D2", "R", "U"}

    assert allowed_codes(category) == (night if category == "NIGHT_WORK" else others)


def test_every_code_letter_order_and_clock_is_in_its_table() -> None:
    assert set(CODE_MEANINGS) == set(ResultCode)
    assert set(FITNESS_MEANINGS) == set(Fitness)
    assert {row["order"] for row in read_table("doctor_orders")} == set(DoctorOrder)
    assert set(CLOCKS) == set(Clock)


@pytest.mark.parametrize(
    "clock",
    [
        Clock.CARD_TO_WORKER,
        Clock.EXPLANATION_TO_WORKER,
        Clock.TABLE_TO_EMPLOYER,
        Clock.TABLE_TO_LABOUR_OFFICE,
    ],
)
def test_the_institution_has_30_days_from_the_exam(clock: Clock) -> None:
    assert clock_ends(clock, since=EXAM) == date(2026, 12, 23)
    assert CLOCKS[clock].article.startswith("시행규칙 제209조")


def test_the_second_stage_clock_is_a_setting() -> None:
    assert clock_ends(Clock.SECOND_STAGE, since=EXAM) == date(2026, 12, 23)
    assert clock_ends(Clock.SECOND_STAGE, since=EXAM, days=10) == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("orders", "reported"),
    [
        ({Order.WORK_BAN_OR_RESTRICTION}, True),
        ({Order.JOB_TRANSFER}, True),
        ({Order.SHORTER_HOURS}, True),
        ({Order.DISEASE_REFERRAL}, True),
        ({Order.JOB_TRANSFER, Order.HEALTH_COUNSELLING}, True),
        ({Order.HEALTH_COUNSELLING, Order.PROTECTIVE_EQUIPMENT}, False),
        ({Order.FOLLOW_UP_TEST}, False),
        ({Order.TREATMENT_WHILE_WORKING}, False),
        ({Order.OTHER}, False),
        (set(), False),  # a D1 alone starts nothing
    ],
)
def test_only_four_orders_start_the_employers_report(
    orders: set[DoctorOrder], reported: bool
) -> None:
    received = date(2026, 12, 20)  # from receipt of the table, not from the exam

    due = employer_report_due(received=received, orders=orders)

    assert due == (date(2027, 1, 19) if reported else None)


@pytest.mark.parametrize(
    ("hazards", "until"),
    [
        ([], date(2031, 11, 23)),
        (["toluene"], date(2031, 11, 23)),
        (["toluene", "benzene"], date(2056, 11, 23)),  # one named agent is enough
        (["chromium-compounds"], date(2056, 11, 23)),  # conditional
        (["mineral-dusts"], date(2056, 11, 23)),  # unconfirmed
    ],
)
def test_records_are_kept_5_or_30_years(hazards: list[str], until: date) -> None:
    assert keep_until(recorded=EXAM, hazards=hazards) == until


def test_a_record_of_a_leap_day_is_kept_to_the_months_end() -> None:
    assert keep_until(recorded=date(2028, 2, 29), hazards=[]) == date(2033, 2, 28)
