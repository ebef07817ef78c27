from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.workplace_names import comparable, similar, tidy

VOWELS = dict(zip("ㅏㅓㅗㅜㅣ", "\u1161\u1165\u1169\u116e\u1175", strict=True))


@pytest.mark.parametrize(
    "spelling",
    [
        "(주)한빛도장",
        "( 주)한빛도장",
        "㈜한빛도장",
        "주식회사 한빛도장",
        "한빛도장 주식회사",
        "  한빛 도장\n(주)",
        "（주）한빛도장",
        unicodedata.normalize("NFD", "한빛도장"),
        "\ufeff한빛\u200b도장",
        "[주]한빛도장",
        "주)한빛도장",
        "(유) 한빛도장",
        "유한 회사 한빛도장",
        "농업회사법인(주)한빛도장",
        "농업회사법인 주식회사 한빛도장",
        "한빛도장(주) 본사",
        "한빛도장(본점)",
        "한빛·도장.",
    ],
)
def test_spellings_of_one_firm_meet(spelling: str) -> None:
    assert comparable(spelling) == "한빛도장"


@pytest.mark.parametrize(
    ("one", "other"),
    [("한빛도장", "한빛도장2공장"), ("정우산업", "정우산업사"), ("㈜주원", "㈜유원")],
)
def test_different_firms_stay_apart(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ＡＢＣ Co., Ltd.", "abc"),
        ("Zinc", "zinc"),  # not "Z Inc"
        ("자화전자(주)구미공장", "자화전자구미공장"),
        ("(사)샛별공동체(샛별재활원)", "샛별공동체(샛별재활원)"),
        ("(주)", "(주)"),
        ("  ", ""),
    ],
)
def test_legal_forms_do_not_count(name: str, expected: str) -> None:
    assert comparable(name) == expected


def test_a_stored_name_keeps_its_legal_form() -> None:
    assert tidy(" ㈜블루\n인텔리전스 ") == "㈜블루 인텔리전스"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("한빛도장 제2공장", "(주)한빛도장(2공장)"),
        ("한빛도장(성수점)", "한빛도장 성수점"),
    ],
)
def test_spellings_of_one_branch_meet(one: str, other: str) -> None:
    assert comparable(one) == comparable(other) != comparable("한빛도장")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("한빛도장", "한빗도장"),  # a letter changed
        ("한빛도장", "㈜한빛도정"),
        ("한빛도장", "한비도장"),  # a letter left out
        ("한빛도장", unicodedata.normalize("NFD", "한빛도장")),
        ("대성금속공업", "대성금속공엄"),
        ("대성금속공업", "데성금속공엄"),  # two in a long name
        ("hanbit", "hanbti"),  # two letters swapped
    ],
)
def test_a_slip_of_typing_is_similar(one: str, other: str) -> None:
    assert similar(one, other)
    assert similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("한빛도장", "두리봉제"),
        ("한빛도장", "한빛인쇄"),
        ("㈜주원", "㈜유원"),
        ("정우산업", "정우상사"),
        ("한빛1공장", "한빛2공장"),
        ("제일사", "제이사제일"),
        ("김", "금"),
        ("", ""),
    ],
)
def test_different_names_are_not_similar(one: str, other: str) -> None:
    assert not similar(one, other)


syllables = st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=3, max_size=8
)


@given(syllables, st.integers(0, 7), st.sampled_from("ㅏㅓㅗㅜㅣ"))
def test_one_other_vowel_is_similar(name: str, place: int, vowel: str) -> None:
    place %= len(name)
    first, _, last = (*unicodedata.normalize("NFD", name[place]), "")[:3]
    changed = unicodedata.normalize("NFC", f"{first}{VOWELS[vowel]}{last}")
    other = name[:place] + changed + name[place + 1 :]

    assert similar(name, other) or comparable(name) != name


@given(st.text(max_size=30))
def test_comparing_twice_changes_nothing(name: str) -> None:
    assert comparable(tidy(name)) == comparable(name)
