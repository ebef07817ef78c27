from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.hazard_search import Question, search_hazards
from safety.rules.hazards import HAZARDS


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("톨루엔", "toluene"),
        ("톨루올", "toluene"),  # an old word
        ("노말헥산", "n-hexane"),
        ("N 헥산", "n-hexane"),
        ("m e k", "methyl-ethyl-ketone"),
        ("메틸에틸케톤", "methyl-ethyl-ketone"),  # blanks do not matter
        ("METHYL ethyl ketone", "methyl-ethyl-ketone"),  # nor does case
        ("108-88-3", "toluene"),
        ("10888 3", "toluene"),
        ("13463-39-3", "nickel-inorganic-nickel-carbonyl"),  # the second number of an agent
        ("절삭유", "metalworking-fluids"),
        ("원단 먼지", "cotton-dusts"),
        ("황산", "sulfuric-acid"),  # before dimethyl sulfate (황산 디메틸)
        ("크롬", "chromium-compounds"),
        ("납", "lead-inorganic"),
        ("수은", "mercury-compounds"),
        ("시끄러움", "noise"),
        ("UV", "ultraviolet"),
        ("벤", "benzene"),  # typed so far
    ],
)
def test_a_word_finds_its_agent_first(words: str, first: str) -> None:
    found = search_hazards(words)

    assert found.matches[0].code == first
    assert found.question is None


@pytest.mark.parametrize(
    ("words", "question", "codes"),
    [
        ("신나", Question.ASK_SDS, []),
        ("시너", Question.ASK_SDS, []),
        ("본드", Question.ASK_SDS, ["n-hexane", "toluene", "methyl-ethyl-ketone"]),
        ("본드 작업", Question.ASK_SDS, ["n-hexane", "toluene", "methyl-ethyl-ketone"]),
        ("드라이클리닝", Question.ASK_WHICH, ["stoddard-solvent", "perchloroethylene"]),
        ("청산가리", Question.ASK_WHICH, ["potassium-cyanide", "sodium-cyanide"]),
        ("초산", Question.ASK_WHICH, ["nitric-acid", "acetic-anhydride"]),
        ("용접", Question.ASK_WHICH, ["welding-fume", "manganese-inorganic", "iron-oxide"]),
        ("납땜", Question.ASK_SOLDER, ["lead-inorganic", "tin-compounds"]),
        ("야간", Question.ASK_SHIFT, ["night-work-a", "night-work-b"]),
        ("양잿물", Question.NOT_LISTED, []),
        ("가성소다", Question.NOT_LISTED, []),
        ("은", Question.NOT_LISTED, []),  # silver, and never mercury (수은)
    ],
)
def test_a_word_that_must_be_asked_about_says_so(
    words: str, question: Question, codes: list[str]
) -> None:
    found = search_hazards(words)

    assert found.question is question
    assert [hazard.code for hazard in found.matches] == codes
    assert found.note


@pytest.mark.parametrize("words", ["", "   ", "-", "모르는말", "은도금"])
def test_an_unknown_word_finds_nothing_and_asks_nothing(words: str) -> None:
    found = search_hazards(words)

    assert found.matches == ()
    assert found.question is None


@pytest.mark.parametrize("code", sorted(HAZARDS))
def test_every_agent_is_found_by_each_of_its_names(code: str) -> None:
    hazard = HAZARDS[code]

    for name in (hazard.name_ko, hazard.name_en, hazard.code, *hazard.cas):
        assert hazard in search_hazards(name).matches


@given(st.text(max_size=20))
def test_no_word_finds_an_agent_twice(words: str) -> None:
    matches = search_hazards(words).matches

    assert len(matches) == len({hazard.code for hazard in matches})
