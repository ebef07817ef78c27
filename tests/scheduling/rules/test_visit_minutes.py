from __future__ import annotations

import pytest

from scheduling.rules.visit_minutes import suggested_minutes


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
