"""Which exam takes which equipment."""

from __future__ import annotations

import pytest

from safety.rules.hazards import HAZARDS
from scheduling.models import Equipment
from scheduling.rules import equipment


@pytest.mark.parametrize(
    ("hazards", "needed"),
    [
        (["noise"], {"AUDIOMETER"}),
        (["welding-fume"], {"SPIROMETER", "XRAY"}),
        (["noise", "wood-dusts"], {"AUDIOMETER", "SPIROMETER", "XRAY"}),
        (["toluene"], set()),  # blood and urine: every team takes them
        ([], set()),
    ],
)
def test_an_exam_takes_what_its_agents_ask_for(hazards: list[str], needed: set[str]) -> None:
    assert equipment.needed_for(hazards) == needed


def test_a_van_of_which_nothing_is_noted_carries_everything() -> None:
    assert equipment.carried([]) == set(Equipment.values)
    assert equipment.carried(["AUDIOMETER"]) == {"AUDIOMETER"}


def test_the_table_names_agents_that_there_are() -> None:
    assert set(equipment.NEEDED) <= set(HAZARDS)
