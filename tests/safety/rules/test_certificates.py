from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.rules.certificates import (
    CODE_ALPHABET,
    CODE_LENGTH,
    RANDOM_BYTES,
    certificate_number,
    parse_certificate_number,
    parse_public_code,
    public_code,
    shown_public_code,
)


@pytest.mark.parametrize(
    ("year", "serial", "number"),
    [
        (2026, 1, "제2026-0001호"),
        (2026, 9999, "제2026-9999호"),
        (2026, 10000, "제2026-10000호"),
    ],
)
def test_a_number_is_year_and_serial(year: int, serial: int, number: str) -> None:
    assert certificate_number(year, serial) == number


@pytest.mark.parametrize("serial", [0, -1])
def test_a_serial_begins_at_one(serial: int) -> None:
    with pytest.raises(ValueError, match=str(serial)):
        certificate_number(2026, serial)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("제2026-0001호", (2026, 1)),
        (" 제 2026-0001 호 ", (2026, 1)),
        ("2026-0001", (2026, 1)),
        ("제2026-10000호", (2026, 10000)),
        ("２０２６-０００１", (2026, 1)),  # full-width digits
        ("제2026-0000호", None),
        ("제2026-1호", None),
        ("제26-0001호", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, parsed: tuple[int, int] | None) -> None:
    assert parse_certificate_number(text) == parsed


@given(st.integers(2000, 2999), st.integers(1, 10**6))
def test_a_number_reads_back(year: int, serial: int) -> None:
    assert parse_certificate_number(certificate_number(year, serial)) == (year, serial)


def test_a_public_code_cannot_be_guessed_or_misread() -> None:
    assert CODE_LENGTH * math.log2(len(CODE_ALPHABET)) >= 80
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET)
    assert set(CODE_ALPHABET).isdisjoint("01ILOU")


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="10"):
        public_code(bytes(10))


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_a_public_code_reads_back_as_shown_and_in_small_letters(chance: bytes) -> None:
    code = public_code(chance)

    assert len(code) == CODE_LENGTH
    assert parse_public_code(shown_public_code(code)) == code
    assert parse_public_code(f" {shown_public_code(code).lower()} ") == code


@pytest.mark.parametrize("text", ["", "ABC", "0" * CODE_LENGTH, "가" * CODE_LENGTH])
def test_a_wrong_public_code_is_none(text: str) -> None:
    assert parse_public_code(text) is None


def test_a_public_code_is_shown_in_groups() -> None:
    assert shown_public_code("23456789ABCDEFGHJK") == "234567-89ABCD-EFGHJK"
