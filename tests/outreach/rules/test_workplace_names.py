from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.workplace_names import comparable, tidy


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


@given(st.text(max_size=30))
def test_comparing_twice_changes_nothing(name: str) -> None:
    assert comparable(tidy(name)) == comparable(name)
