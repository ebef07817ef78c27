from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from safety.rules.exam_cycles import EXAM_CYCLES, exam_cycle
from safety.rules.hazards import HAZARDS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("hazard", "group", "first", "every", "halved", "preplacement"),
    [
        ("n-n-dimethylacetamide", 1, 1, 6, 3, 6),
        ("dimethylformamide", 1, 1, 6, 3, 6),
        ("benzene", 2, 2, 6, 3, 6),
        ("1-1-2-2-tetrachloroethane", 3, 3, 6, 3, 6),
        ("carbon-tetrachloride", 3, 3, 6, 3, 6),
        ("acrylonitrile", 3, 3, 6, 3, 6),
        ("vinyl-chloride", 3, 3, 6, 3, 6),
        ("asbestos-dusts", 4, 12, 12, 6, 12),
        ("cotton-dusts", 4, 12, 12, 6, 12),
        ("mineral-dusts", 5, 12, 24, 12, 12),
        ("wood-dusts", 5, 12, 24, 12, 12),
        ("noise", 5, 12, 24, 12, 12),
        ("toluene", 6, 6, 12, 6, 12),
        ("welding-fume", 6, 6, 12, 6, 12),  # a dust, yet not one of the 24-month dusts
        ("grain-dusts", 6, 6, 12, 6, 12),
        ("glass-fiber-dusts", 6, 6, 12, 6, 12),
        ("metalworking-fluids", 6, 6, 12, 6, 12),
        ("vibration", 6, 6, 12, 6, 12),
        ("night-work-a", 6, 6, 12, 6, 12),
        ("night-work-b", 6, 6, 12, 6, 12),
    ],
)
def test_the_timetable_of_annex_23(
    hazard: str, group: int, first: int, every: int, halved: int, preplacement: int
) -> None:
    cycle = exam_cycle(hazard, on=TODAY)

    assert cycle.group == group
    assert (cycle.first_within_months, cycle.every_months) == (first, every)
    assert (cycle.halved_months, cycle.preplacement_months) == (halved, preplacement)


@pytest.mark.parametrize("code", sorted(HAZARDS))
def test_annexes_22_and_23_agree_on_an_agents_group(code: str) -> None:
    assert exam_cycle(code, on=TODAY).group == HAZARDS[code].cycle_group


def test_only_three_agents_are_examined_every_two_years() -> None:
    biennial = {code for code in HAZARDS if exam_cycle(code, on=TODAY).every_months == 24}

    assert biennial == {"mineral-dusts", "wood-dusts", "noise"}


def test_a_halved_cycle_is_half_the_cycle() -> None:
    assert all(cycle.halved_months * 2 == cycle.every_months for cycle in EXAM_CYCLES)


def test_a_changed_timetable_holds_from_its_day() -> None:
    changed = tuple(
        replace(cycle, in_force_from=date(2027, 1, 1), every_months=6) for cycle in EXAM_CYCLES
    )
    both = (*changed, *EXAM_CYCLES)

    assert exam_cycle("noise", on=date(2026, 12, 31), cycles=both).every_months == 24
    assert exam_cycle("noise", on=date(2027, 1, 1), cycles=both).every_months == 6
