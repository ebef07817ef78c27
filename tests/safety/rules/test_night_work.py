from __future__ import annotations

import pytest

from safety.rules.night_work import NightPattern, night_work_type


@pytest.mark.parametrize(
    ("spans", "hours", "agent"),
    [
        (4, 0, "night-work-a"),
        (3.99, 59.99, None),
        (3.99, 60, "night-work-b"),
        (0, 60, "night-work-b"),
        (4, 60, "night-work-a"),  # both ways: one exam
        (0, 0, None),
    ],
)
def test_the_limits_of_annex_22(spans: float, hours: float, agent: str | None) -> None:
    assert night_work_type(NightPattern(spans, hours)) == agent


@pytest.mark.parametrize(("months", "short"), [(5, True), (6, False), (12, False)])
def test_the_mean_is_taken_over_six_months(months: int, short: bool) -> None:
    assert NightPattern(4, 0, months).is_short is short
