from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rosters.hazard_cells import read_hazards
from safety.rosters.hazard_words import NOT_FOUND, mean
from safety.rosters.shop_words import ASKED
from safety.rules.hazards import HAZARDS


def codes(cell: str) -> list[str]:
    """Return the certain agents of a cell."""
    return [code for named in read_hazards(cell).named for code in named.meant.hazards]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("톨루엔, 용접흄/소음", ["toluene", "welding-fume", "noise"]),
        ("1. 톨루엔 2. 소음", ["toluene", "noise"]),
        ("①톨루엔②소음", ["toluene", "noise"]),
        ("- 톨루엔\n- 소음", ["toluene", "noise"]),
        ("톨루엔 소음 용접흄", ["toluene", "noise", "welding-fume"]),
        ("벤젠ㆍ톨루엔ㆍ크실렌", ["benzene", "toluene", "xylene"]),
        ("소음 및 진동", ["noise", "vibration"]),
        ("MEK·IPA", ["methyl-ethyl-ketone", "isopropyl-alcohol"]),
        ("유기화합물(톨루엔, 자일렌)", ["toluene", "xylene"]),
        ("프레스 소음", ["noise"]),
        ("프레스소음", ["noise"]),
        ("소음(85dB 이상)", ["noise"]),
        ("소음 90dB", ["noise"]),
        ("톨루엔 취급", ["toluene"]),
        ("N,N-디메틸포름아미드, 소음", ["dimethylformamide", "noise"]),
        ("1,1,2,2-테트라클로로에탄/벤젠", ["1-1-2-2-tetrachloroethane", "benzene"]),
        ("톨루엔-2,4-디이소시아네이트", ["toluene-2-4-diisocyanate"]),
        ("납 및 그 무기화합물, 소음", ["lead-inorganic", "noise"]),
        ("구리(분진, 미스트, 흄)", ["copper"]),
        ("분진(목재)", ["wood-dusts"]),
        ("톱밥", ["wood-dusts"]),
        ("108-88-3", ["toluene"]),
        ("톨루엔，소음", ["toluene", "noise"]),
        ("야간작업(가목)", ["night-work-a"]),
        ("시너(톨루엔)", ["toluene"]),
        ("톨루엔, 톨루엔", ["toluene"]),
        ("해당없음", []),
        ("-", []),
        ("", []),
    ],
)
def test_a_cell_names_its_agents(cell: str, expected: list[str]) -> None:
    found = read_hazards(cell)

    assert codes(cell) == expected
    assert all(not named.meant.question for named in found.named)


@pytest.mark.parametrize(
    ("word", "among"),
    [
        ("시너", "toluene"),
        ("신나", "toluene"),
        ("본드", "n-hexane"),
        ("본드 작업", "n-hexane"),
        ("그라인더", "mineral-dusts"),
        ("야간작업", "night-work-b"),
        ("3교대", "night-work-a"),
        ("용접", "welding-fume"),
        ("납땜", "lead-inorganic"),
        ("분진", "wood-dusts"),
        ("쇳가루", "iron-oxide"),
        ("황산구리", "sulfuric-acid"),  # copper sulphate: never sulphuric acid by itself
        ("질산은", "nitric-acid"),
        ("비소음작업", "noise"),  # work without noise
    ],
)
def test_a_word_of_several_meanings_is_asked_about_with_its_candidates(
    word: str, among: str
) -> None:
    meant = mean(word)

    assert meant.must_be_asked
    assert meant.hazards == ()
    assert among in meant.candidates


@pytest.mark.parametrize("word", ["외계물질", "은도금", "ㅋㅋ", "담당자"])
def test_a_word_that_nobody_knows_is_kept_and_means_nothing(word: str) -> None:
    meant = mean(word)

    assert (meant.word, meant.question, meant.hazards) == (word, NOT_FOUND, ())


def test_silver_is_known_to_be_no_agent_and_never_mercury() -> None:
    assert mean("은").question == "NOT_LISTED"
    assert mean("은").hazards == ()


@pytest.mark.parametrize("code", sorted(HAZARDS))
def test_every_agent_is_read_by_its_legal_name(code: str) -> None:
    assert codes(HAZARDS[code].name_ko) == [code]


@pytest.mark.parametrize("word", [word for words in ASKED for word in words.split()])
def test_no_word_for_a_mixture_is_taken_for_an_agent(word: str) -> None:
    assert mean(word).question


def test_a_day_beside_an_agent_is_its_own() -> None:
    found = read_hazards("톨루엔(2026.1.10), 소음 25.3.2").named

    assert [(one.meant.hazards, one.beside) for one in found] == [
        (("toluene",), "2026.1.10"),
        (("noise",), "25.3.2"),
    ]


@pytest.mark.parametrize("cell", ["톨루엔 외 3종", "톨루엔, 소음 등", "톨루엔 외 2"])
def test_a_cell_says_that_there_are_more(cell: str) -> None:
    assert read_hazards(cell).has_more


SURE = ["톨루엔", "소음", "용접흄", "크실렌", "MEK", "N,N-디메틸포름아미드", "톱밥", "질산", "망간"]


@given(
    st.lists(st.sampled_from(SURE), min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", "/", "\n", "·", ";", " / ", "、", " + "]),
)
def test_agents_are_read_alike_however_they_are_joined(words: list[str], sign: str) -> None:
    assert codes(sign.join(words)) == [code for word in words for code in codes(word)]


@given(st.text(max_size=40))
def test_any_text_is_read_and_only_agents_of_the_annex_are_certain(cell: str) -> None:
    for named in read_hazards(cell).named:
        assert set(named.meant.hazards) <= HAZARDS.keys()
        assert set(named.meant.candidates) <= HAZARDS.keys()
        assert named.meant.hazards or named.meant.question
