from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.resident_numbers import holds_resident_number


@pytest.mark.parametrize(
    "text",
    [
        "900101-1234567",
        "9001011234567",
        "900101 - 1234567",
        "900101 1234567",
        "９００１０１－１２３４５６７",
        "900101–1234567",
        "900101\u200b-1234567",
        "900101-1******",
        "김철수(900101-1234567)",
        "주민번호 9001015234567입니다",
        "000000-0000000",
    ],
)
def test_what_looks_like_a_resident_number_is_seen(text: str) -> None:
    assert holds_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "김철수",
        "010-0000-1234",
        "01000001234",
        "02-000-6400 / 010-0000-1234",
        "123-45-67890",
        "900101",
        "1990-01-01",
        "2026. 11. 23.",
        "12345678901234",  # fourteen digits are something else
        "도장 3층 2호",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not holds_resident_number(text)


@given(
    st.from_regex(r"[0-9]{6}-?[1-8][0-9]{6}", fullmatch=True),
    st.text(alphabet="가나다 ()abc"),
    st.text(alphabet="가나다 ()abc"),
)
def test_a_resident_number_is_seen_anywhere(number: str, before: str, after: str) -> None:
    assert holds_resident_number(before + number + after)


def test_without_plain_digits_a_number_would_slip_through() -> None:
    """The twin: the bare pattern misses what a Korean keyboard easily writes."""
    naive = re.compile(r"[0-9]{6}-?[0-9]{7}")

    assert not naive.search("９００１０１－１２３４５６７")
    assert not naive.search("900101 - 1234567")
