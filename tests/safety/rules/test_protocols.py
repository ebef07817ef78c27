from __future__ import annotations

from datetime import date, timedelta

import pytest

from safety.rules.protocols import PROTOCOLS, Clinic, protocol_due

TODAY = date(2026, 11, 23)
FIRST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("clinic", "days"),
    [
        (Clinic.METABOLIC, ["2026-09-01", "2026-12-01", "2027-06-01"]),
        (Clinic.DRINKING, ["2026-06-15", "2026-06-29", "2026-09-01"]),
        (Clinic.MENTAL, ["2026-06-15", "2026-07-01", "2026-09-01"]),
        (Clinic.MUSCULOSKELETAL, ["2026-07-01", "2026-09-01"]),
        (
            Clinic.SMOKING,
            [
                "2026-06-08", "2026-06-15", "2026-06-29", "2026-07-13",
                "2026-08-01", "2026-09-01", "2026-10-01", "2026-12-01",
            ],
        ),
    ],
)  # fmt: skip
def test_a_series_held_to_the_day(clinic: Clinic, days: list[str]) -> None:
    held = [FIRST]
    for day in days:
        due = protocol_due(clinic, held, on=TODAY)
        assert due is not None
        assert due.due_date.isoformat() == day
        held.append(due.due_date)

    assert protocol_due(clinic, held, on=TODAY) is None


def test_a_step_held_late_moves_the_next_one_behind_it() -> None:
    due = protocol_due(Clinic.SMOKING, [FIRST, date(2026, 6, 20)], on=TODAY)

    assert due is not None
    assert due.due_date == due.earliest == date(2026, 6, 21)  # planned for 15 June
    assert len(due.basis.arithmetic) == 2


def test_a_consultation_after_a_complete_series_begins_a_new_one() -> None:
    steps = sum(row.clinic is Clinic.MENTAL for row in PROTOCOLS)
    held = [FIRST + timedelta(days=30 * number) for number in range(steps + 2)]

    due = protocol_due(Clinic.MENTAL, held, on=TODAY)

    assert due is not None
    assert due.due_date == held[-1] + timedelta(days=14)


def test_without_a_first_consultation_there_is_no_series() -> None:
    assert protocol_due(Clinic.SMOKING, [], on=TODAY) is None
