from __future__ import annotations

from datetime import date

import pytest

from safety.rules.explanations import told_step
from safety.rules.steps import (
    AddDays,
    AddMonths,
    DayBefore,
    MinutesOwed,
    NotBefore,
    Period,
    PeriodEnd,
    SetBy,
    SetDay,
    Step,
)
from safety.rules.words import Language

DAY = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("step", "result", "korean", "english"),
    [
        (
            AddMonths(DAY, 6),
            date(2027, 2, 28),
            "2026. 8. 31. + 6개월 = 2027. 2. 28. (그 달에 같은 날이 없어 마지막 날)",
            "2026-08-31 + 6 months = 2027-02-28 (that month is shorter: its last day)",
        ),
        (
            AddMonths(DAY, 1),
            date(2026, 9, 30),
            "2026. 8. 31. + 1개월 = 2026. 9. 30. (그 달에 같은 날이 없어 마지막 날)",
            "2026-08-31 + 1 month = 2026-09-30 (that month is shorter: its last day)",
        ),
        (
            AddDays(DAY, 30),
            date(2026, 9, 30),
            "2026. 8. 31. + 30일 = 2026. 9. 30.",
            "2026-08-31 + 30 days = 2026-09-30",
        ),
        (
            DayBefore(date(2026, 9, 1)),
            DAY,
            "2026. 9. 1.의 전날 = 2026. 8. 31.",
            "the day before 2026-09-01 = 2026-08-31",
        ),
        (
            PeriodEnd(date(2026, 7, 1), Period.HALF_YEAR),
            date(2026, 12, 31),
            "2026. 7. 1.부터, 반기 마지막 날 = 2026. 12. 31.",
            "from 2026-07-01, last day of the half-year = 2026-12-31",
        ),
        (
            PeriodEnd(date(2028, 1, 1), Period.YEAR),
            date(2028, 12, 31),
            "2028. 1. 1.부터, 그해 마지막 날 = 2028. 12. 31.",
            "from 2028-01-01, last day of the year = 2028-12-31",
        ),
        (
            SetDay(DAY, SetBy.DOCTOR),
            DAY,
            "의사가 정한 날: 2026. 8. 31.",
            "day set by the doctor: 2026-08-31",
        ),
        (
            NotBefore(date(2026, 7, 1), DAY),
            DAY,
            "2026. 7. 1.은 사유를 알기 전에 지났으므로 2026. 8. 31.",
            "2026-07-01 had passed when the cause became known: 2026-08-31",
        ),
    ],
)
def test_a_sum_gives_its_day_and_can_be_read(
    step: Step, result: date, korean: str, english: str
) -> None:
    assert not isinstance(step, MinutesOwed)
    assert step.result == result
    assert step.as_json()["to"] == result.isoformat()
    assert told_step(step, Language.KO) == korean
    assert told_step(step, Language.EN) == english


@pytest.mark.parametrize(
    ("required", "deducted", "made", "owed"),
    [(720, 0, 0, 720), (720, 360, 90, 270), (720, 0, 720, 0), (480, 0, 600, 0)],
)
def test_minutes_owed_are_never_less_than_none(
    required: int, deducted: int, made: int, owed: int
) -> None:
    assert MinutesOwed(required, deducted, made).owed == owed


def test_minutes_are_told_as_hours_where_they_are_whole() -> None:
    told = told_step(MinutesOwed(720, 0, 390), Language.EN)

    assert told == "needed 12 h - deducted 0 h - made 390 min = owed 330 min"
