from __future__ import annotations

import pytest

from scheduling.rules.visit_minutes import site_minutes, suggested_minutes


@pytest.mark.parametrize(
    ("consultations", "exams", "trainings", "minutes"),
    [
        (1, 0, 0, 50),
        (2, 0, 0, 70),
        (0, 1, 0, 50),  # 45, in steps of ten
        (2, 2, 0, 100),
        (0, 0, 1, 90),
        (30, 0, 0, 240),  # four hours, and another visit for the rest
    ],
)
def test_suggested_minutes(consultations: int, exams: int, trainings: int, minutes: int) -> None:
    assert (
        suggested_minutes(consultations=consultations, exams=exams, trainings=trainings) == minutes
    )


@pytest.mark.parametrize(
    ("floor", "has_lift", "has_quiet_corner", "minutes"),
    [
        (None, None, None, 0),  # nobody has been there
        (3, False, True, 0),
        (5, False, True, 10),
        (5, True, True, 0),
        (5, None, True, 0),  # nobody knows: no minutes for a guess
        (-2, False, None, 10),
        (1, True, False, 10),
        (5, False, False, 20),
    ],
)
def test_a_site_adds_what_its_card_tells(
    floor: int | None, has_lift: bool | None, has_quiet_corner: bool | None, minutes: int
) -> None:
    added = site_minutes(floor=floor, has_lift=has_lift, has_quiet_corner=has_quiet_corner)

    assert added == minutes
