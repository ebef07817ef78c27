from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.business_numbers import (
    BusinessNumberState,
    check_digit,
    is_valid,
    recognise,
    written,
)

valid_numbers = st.integers(101_000_000, 999_999_999).map(
    lambda nine: f"{nine}{check_digit(str(nine))}"
)


@pytest.mark.parametrize(
    ("raw", "state", "digits", "known"),
    [
        ("124-81-00998", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("１２４ ８１ ００９９８", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("124-81-00999", BusinessNumberState.WRONG, None, "1248100999"),
        ("124-81-0099", BusinessNumberState.WRONG, None, "124810099"),
        ("000-00-00000", BusinessNumberState.WRONG, None, "0000000000"),  # its check digit fits
        ("608127****", BusinessNumberState.MASKED, None, "608127"),
        ("****", BusinessNumberState.MASKED, None, ""),
        ("", BusinessNumberState.BLANK, None, ""),
        (" - ", BusinessNumberState.BLANK, None, ""),
    ],
)
def test_a_business_number_is_judged(
    raw: str, state: BusinessNumberState, digits: str | None, known: str
) -> None:
    number = recognise(raw)

    assert (number.state, number.digits, number.known) == (state, digits, known)


@given(valid_numbers, st.integers(0, 9), st.integers(1, 9))
def test_every_change_of_one_digit_is_caught(number: str, place: int, shift: int) -> None:
    other = str((int(number[place]) + shift) % 10)

    assert is_valid(number)
    assert not is_valid(number[:place] + other + number[place + 1 :])


def test_a_swap_of_neighbours_five_apart_is_not_caught() -> None:
    # The limit of the official check digit, not of ours: weights 1 and 3 differ by two.
    number = "161000000" + str(check_digit("161000000"))
    swapped = "611000000" + number[-1]

    assert is_valid(number)
    assert is_valid(swapped)


def test_a_business_number_is_written_the_official_way() -> None:
    assert written("1248100998") == "124-81-00998"
