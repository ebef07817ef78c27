from __future__ import annotations

from collections import Counter

import pytest

from safety.rules.hazards import (
    HAZARDS,
    Confidence,
    HazardCategory,
    ThirtyYears,
    suggested_hazards,
)
from safety.rules.tables import as_codes, read_table


def test_the_annex_has_its_181_agents_under_their_headings() -> None:
    assert Counter(hazard.category for hazard in HAZARDS.values()) == {
        HazardCategory.ORGANIC: 109,
        HazardCategory.METAL: 20,
        HazardCategory.ACID_ALKALI: 8,
        HazardCategory.GAS: 14,
        HazardCategory.PERMIT: 12,
        HazardCategory.METALWORKING_FLUID: 1,
        HazardCategory.DUST: 7,
        HazardCategory.PHYSICAL: 8,
        HazardCategory.NIGHT_WORK: 2,
    }


def test_agents_are_split_over_the_groups_of_the_timetable() -> None:
    groups = Counter(hazard.cycle_group for hazard in HAZARDS.values())

    assert groups == {1: 2, 2: 1, 3: 4, 4: 2, 5: 3, 6: 169}


def test_the_thirty_year_flag_keeps_its_doubts() -> None:
    assert Counter(hazard.keeps_30_years for hazard in HAZARDS.values()) == {
        ThirtyYears.YES: 44,
        ThirtyYears.CONDITIONAL: 6,
        ThirtyYears.NO: 114,
        ThirtyYears.UNCONFIRMED: 17,
    }


@pytest.mark.parametrize(
    "number", sorted(number for hazard in HAZARDS.values() for number in hazard.cas)
)
def test_a_cas_number_has_its_check_digit(number: str) -> None:
    digits = [int(digit) for digit in number.replace("-", "")]

    weighted = sum(place * digit for place, digit in enumerate(reversed(digits[:-1]), start=1))

    assert weighted % 10 == digits[-1]


@pytest.mark.parametrize(
    ("ksic", "found_under", "first"),
    [
        ("18111", "18111", "toluene"),  # the code itself
        ("C18111", "18111", "toluene"),  # with the section's letter
        ("18999", "18", "toluene"),  # the division, when nothing longer is known
        ("18191", "181", "toluene"),
        ("33110", "3311", "potassium-cyanide"),
        ("25929", "259", "noise"),
        ("14130", "1413", "cotton-dusts"),
    ],
)
def test_an_industry_suggests_by_its_longest_known_code(
    ksic: str, found_under: str, first: str
) -> None:
    suggested = suggested_hazards(ksic)

    assert {suggestion.ksic for suggestion in suggested} == {found_under}
    assert suggested[0].code == first


@pytest.mark.parametrize("ksic", ["", "1", "99", "56111", "인쇄"])
def test_an_unknown_industry_suggests_nothing(ksic: str) -> None:
    assert suggested_hazards(ksic) == []


def test_a_suggestion_says_how_sure_it_is() -> None:
    assert suggested_hazards("18111")[0].confidence is Confidence.SOURCE_BACKED
    assert suggested_hazards("32")[0].confidence is Confidence.GENERAL_KNOWLEDGE


@pytest.mark.parametrize("table", ["industries", "hazard_synonyms"])
def test_every_code_in_the_tables_is_an_agent(table: str) -> None:
    codes = {code for row in read_table(table) for code in as_codes(row["hazard_codes"])}

    assert codes <= set(HAZARDS)
