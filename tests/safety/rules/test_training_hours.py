from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from safety.rules.tables import NoRuleInForce
from safety.rules.training_hours import (
    TRAINING_HOURS,
    TrainingKind,
    TrainingTarget,
    is_recommended_only,
    statutory_hours,
)

TODAY = date(2026, 11, 23)
Kind, Target = TrainingKind, TrainingTarget


@pytest.mark.parametrize(
    ("kind", "target", "hours", "period"),
    [
        (Kind.REGULAR, Target.OFFICE, 6, "HALF_YEAR"),
        (Kind.REGULAR, Target.SALES, 6, "HALF_YEAR"),
        (Kind.REGULAR, Target.OTHER, 12, "HALF_YEAR"),
        (Kind.ON_HIRE, Target.DAY_LABOUR, 1, "ONCE"),
        (Kind.ON_HIRE, Target.UP_TO_ONE_MONTH, 4, "ONCE"),
        (Kind.ON_HIRE, Target.OTHER, 8, "ONCE"),
        (Kind.ON_CHANGE, Target.DAY_LABOUR, 1, "ONCE"),
        (Kind.ON_CHANGE, Target.OTHER, 2, "ONCE"),
        (Kind.SPECIAL, Target.DAY_LABOUR, 2, "PER_JOB"),
        (Kind.SPECIAL, Target.CRANE_SIGNAL_DAY_LABOUR, 8, "PER_JOB"),
        (Kind.SPECIAL, Target.OTHER, 16, "PER_JOB"),
        (Kind.CONSTRUCTION_BASIC, Target.CONSTRUCTION_DAY_LABOUR, 4, "ONCE"),
        (Kind.SUPERVISOR_REGULAR, Target.SUPERVISOR, 16, "YEAR"),
        (Kind.SERIOUS_ACCIDENT_ACT, Target.EXECUTIVE, 20, "SEE_NOTE"),
    ],
)
def test_the_hours_of_annex_4(
    kind: TrainingKind, target: TrainingTarget, hours: int, period: str
) -> None:
    rule = statutory_hours(kind, target, TODAY)

    assert (rule.min_hours, rule.period) == (hours, period)
    assert rule.article


def test_hours_are_refused_where_no_rule_is_known() -> None:
    with pytest.raises(NoRuleInForce):
        statutory_hours(Kind.REGULAR, Target.EXECUTIVE, TODAY)
    with pytest.raises(NoRuleInForce):
        statutory_hours(Kind.REGULAR, Target.OFFICE, date(2023, 9, 26))  # the quarterly rule


def test_changed_hours_hold_from_their_day() -> None:
    office = statutory_hours(Kind.REGULAR, Target.OFFICE, TODAY)
    both = (*TRAINING_HOURS, replace(office, in_force_from=date(2027, 1, 1), min_hours=8))

    assert statutory_hours(Kind.REGULAR, Target.OFFICE, TODAY, rules=both).min_hours == 6
    later = statutory_hours(Kind.REGULAR, Target.OFFICE, date(2027, 1, 1), rules=both)
    assert later.min_hours == 8


@pytest.mark.parametrize(
    ("kind", "headcount", "recommended"),
    [
        (Kind.REGULAR, 1, True),
        (Kind.REGULAR, 4, True),
        (Kind.REGULAR, 5, False),
        (Kind.ON_HIRE, 4, True),
        (Kind.ON_CHANGE, 4, True),
        (Kind.SUPERVISOR_REGULAR, 4, True),
        (Kind.SPECIAL, 1, False),  # special training stays a duty
        (Kind.SUPERVISOR_SPECIAL, 1, False),
        (Kind.REGULAR, None, False),  # unknown: nobody is let off
    ],
)
def test_small_firms_are_recommended_some_training(
    kind: TrainingKind, headcount: int | None, recommended: bool
) -> None:
    assert is_recommended_only(kind, headcount=headcount) == recommended


def test_the_small_firm_threshold_is_a_setting() -> None:
    assert not is_recommended_only(Kind.REGULAR, headcount=4, small_firm_below=1)
