from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.writing import (
    DIGITS,
    TOP,
    AmountStyle,
    certificate_date,
    hangul_amount,
    official_date,
    written_amount,
)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "영"),
        (1, "일"),
        (10, "일십"),  # each leading one is spelt
        (11, "일십일"),
        (110, "일백일십"),
        (1_000, "일천"),
        (10_000, "일만"),
        (10_001, "일만일"),
        (48_700, "사만팔천칠백"),
        (100_000, "일십만"),
        (1_000_000, "일백만"),
        (1_234_500, "일백이십삼만사천오백"),
        (10_000_000, "일천만"),
        (100_000_000, "일억"),
        (100_010_000, "일억일만"),
        (1_000_000_000_000, "일조"),
        (1_234_567_890, "일십이억삼천사백오십육만칠천팔백구십"),
    ],
)
def test_an_amount_in_hangul(amount: int, words: str) -> None:
    assert hangul_amount(amount) == words


def read_back(words: str) -> int:
    total = group = digit = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in "십백천":
            group, digit = group + digit * 10 ** ("십백천".index(letter) + 1), 0
        else:
            total += (group + digit) * 10_000 ** ("만억조경".index(letter) + 1)
            group = digit = 0
    return total + group + digit


@given(st.integers(0, TOP - 1))
def test_an_amount_in_hangul_reads_back(amount: int) -> None:
    assert read_back(hangul_amount(amount)) == amount


@pytest.mark.parametrize("amount", [-1, TOP])
def test_an_amount_that_cannot_be_written_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=str(amount)):
        hangul_amount(amount)


def test_both_styles_of_an_amount() -> None:
    assert written_amount(1_234_500) == "금1,234,500원(금일백이십삼만사천오백원)"
    assert written_amount(1_000_000, AmountStyle.TRADITIONAL) == "금 일백만원정(₩1,000,000)"


@pytest.mark.parametrize(
    ("day", "official", "certificate"),
    [
        (date(2026, 11, 23), "2026. 11. 23.", "2026년 11월 23일"),
        (date(2026, 3, 5), "2026. 3. 5.", "2026년 3월 5일"),  # no leading zeros
    ],
)
def test_dates_on_paper(day: date, official: str, certificate: str) -> None:
    assert official_date(day) == official
    assert certificate_date(day) == certificate
