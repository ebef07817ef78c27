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

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
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
        ("124 - 81 - 00998", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("124.81.00998", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("1248100998.0", BusinessNumberState.VALID, "1248100998", "1248100998"),  # a number cell
        ("1.248100998E+09", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("1.2481E+09", BusinessNumberState.LOST, None, "12481"),
        ("1E9", BusinessNumberState.LOST, None, "1"),
        ("등록번호: 124-81-00998 (간이)", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("124-81-00998 2019.3.5 개업", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("124-8l-OO998", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("124-8l-OO999", BusinessNumberState.WRONG, None, "1248999"),  # not borne out
        ("248100998", BusinessNumberState.WRONG, None, "248100998"),  # no office begins with 0
        ("110111-0012345", BusinessNumberState.WRONG, None, "1101110012345"),  # 법인등록번호
        ("124-81-00998 / 106-81-00011", BusinessNumberState.WRONG, None, "12481009981068100011"),
        ("124-81-00998, 124-81-00998", BusinessNumberState.VALID, "1248100998", "1248100998"),
        ("000-00-00000", BusinessNumberState.BLANK, None, ""),  # its check digit fits
        ("없음", BusinessNumberState.BLANK, None, ""),
        ("미등록(무등록)", BusinessNumberState.BLANK, None, ""),
        ("신청 중", BusinessNumberState.BLANK, None, ""),
        ("x", BusinessNumberState.BLANK, None, ""),
        ("608127****", BusinessNumberState.MASKED, None, "608127"),
        ("****", BusinessNumberState.MASKED, None, ""),
        ("124-81-xxxxx", BusinessNumberState.MASKED, None, "12481"),
        ("", BusinessNumberState.BLANK, None, ""),
        (" - ", BusinessNumberState.BLANK, None, ""),
    ],
)
def test_a_business_number_is_judged(
    raw: str, state: BusinessNumberState, digits: str | None, known: str
) -> None:
    number = recognise(raw)

    assert (number.state, number.digits, number.known) == (state, digits, known)


@pytest.mark.parametrize(
    ("raw", "site_no"),
    [
        ("124-81-00998-0002", "0002"),
        ("12481009980002", "0002"),
        ("124-81-00998 (0002)", "0002"),
        ("124-81-00998 (종사업장 0002)", "0002"),
        ("124-81-00998-0000", ""),
        ("124-81-00998", ""),
    ],
)
def test_a_site_number_behind_a_business_number_is_read(raw: str, site_no: str) -> None:
    number = recognise(raw)

    assert (number.digits, number.site_no) == ("1248100998", site_no)


@given(
    valid_numbers, st.sampled_from(["{}-{}-{}", "{} {} {}", "{}{}{}", "{}.{}.{}", "No.{}-{}-{}"])
)
def test_a_number_is_read_however_it_is_written(number: str, form: str) -> None:
    raw = form.format(number[:3], number[3:5], number[5:])

    assert recognise(raw).digits == number
    assert recognise(raw.translate(FULL_WIDTH)).digits == number


@given(valid_numbers)
def test_letters_are_repaired_only_where_the_check_digit_agrees(number: str) -> None:
    lettered = number.replace("0", "O").replace("1", "l")
    other = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert recognise(lettered).digits == number
    assert recognise(lettered).repaired == (lettered != number)
    assert recognise(other.replace("0", "O").replace("1", "l")).digits is None


@given(st.text(alphabet="0123456789-. ()OlIxeE+*없음", max_size=25))
def test_any_cell_is_judged(raw: str) -> None:
    number = recognise(raw)

    assert (number.digits is not None) == (number.state is BusinessNumberState.VALID)
    assert number.digits is None or is_valid(number.digits)


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
