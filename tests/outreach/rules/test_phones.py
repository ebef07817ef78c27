from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.phones import (
    PhoneKind,
    PhoneReason,
    national_format,
    recognise,
    recognise_all,
)


@pytest.mark.parametrize(
    ("raw", "kind", "national", "reason"),
    [
        ("010-2345-6789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.AS_WRITTEN),
        ("010-0000-0014", PhoneKind.MOBILE, "010-0000-0014", PhoneReason.AS_WRITTEN),  # demo
        ("010 1234 0567", PhoneKind.MOBILE, "010-1234-0567", PhoneReason.AS_WRITTEN),
        ("０１０．２３４５．６７８９", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.AS_WRITTEN),
        ("+82 10-2345-6789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.AS_WRITTEN),
        ("1023456789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.REPAIRED),  # a number cell
        ("0010-2345-6789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.REPAIRED),
        ("02)2267-1234", PhoneKind.LANDLINE, "02-2267-1234", PhoneReason.AS_WRITTEN),
        ("+82(0)2-123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("043-2107-999", PhoneKind.LANDLINE, "043-210-7999", PhoneReason.AS_WRITTEN),
        ("070-8888-7777", PhoneKind.INTERNET, "070-8888-7777", PhoneReason.AS_WRITTEN),
        ("ARS-1588-0000", PhoneKind.REPRESENTATIVE, "1588-0000", PhoneReason.AS_WRITTEN),
        ("15880000", PhoneKind.REPRESENTATIVE, "1588-0000", PhoneReason.AS_WRITTEN),
        ("02-1588-0000", PhoneKind.REPRESENTATIVE, "1588-0000", PhoneReason.REPAIRED),
        ("080-123-4567", PhoneKind.REPRESENTATIVE, "080-123-4567", PhoneReason.AS_WRITTEN),
        ("0500-0000-0130", PhoneKind.SAFE, "0500-0000-0130", PhoneReason.AS_WRITTEN),
        ("011-234-5678", PhoneKind.RETIRED_MOBILE, "011-234-5678", PhoneReason.AS_WRITTEN),
        ("010-****-1234", PhoneKind.MASKED, "010-****-1234", PhoneReason.HIDDEN),
        ("055", PhoneKind.NONSENSE, "055", PhoneReason.AREA_CODE_ONLY),
        ("0000000", PhoneKind.NONSENSE, "0000000", PhoneReason.PLACEHOLDER),
        ("010-0000-0000", PhoneKind.NONSENSE, "010-0000-0000", PhoneReason.PLACEHOLDER),
        ("2267-1234", PhoneKind.NONSENSE, "2267-1234", PhoneReason.NO_AREA_CODE),
        ("010-1234-567", PhoneKind.NONSENSE, "010-1234-567", PhoneReason.WRONG_LENGTH),
        ("119", PhoneKind.NONSENSE, "119", PhoneReason.UNKNOWN_CODE),
        (" - ", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("없음", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("", PhoneKind.BLANK, "", PhoneReason.EMPTY),
    ],
)
def test_a_number_is_recognised(
    raw: str, kind: PhoneKind, national: str, reason: PhoneReason
) -> None:
    phone = recognise(raw)

    assert (phone.kind, phone.national, phone.reason) == (kind, national, reason)
    assert phone.textable == (kind is PhoneKind.MOBILE)


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("02-2267-1234, 010-2345-6789", ["02-2267-1234", "010-2345-6789"]),
        ("02-2267-1234 010-2345-6789", ["02-2267-1234", "010-2345-6789"]),
        ("사장 010.0123.4567 사무실 02.2267.1234", ["010-0123-4567", "02-2267-1234"]),
        ("02-123-4567~8 (내선 12) / F. 02-123-4569", ["02-123-4567"]),
        ("대표 02-2267-1234(팩스 02-2267-1235)", ["02-2267-1234"]),
        ("02-2267-1234\n02-2267-1234", ["02-2267-1234"]),
    ],
)
def test_several_numbers_of_a_cell_are_told_apart(raw: str, numbers: list[str]) -> None:
    assert [phone.national for phone in recognise_all(raw)] == numbers


def test_the_textable_number_of_a_cell_comes_first() -> None:
    assert recognise("02-2267-1234, 010-2345-6789").national == "010-2345-6789"


def test_a_callable_number_comes_before_nonsense() -> None:
    assert recognise("055 / 02-2267-1234").national == "02-2267-1234"


@given(st.from_regex(r"010[2-9][0-9]{3}[0-9]{4}", fullmatch=True))
def test_a_mobile_is_one_for_the_numbering_plan_too(digits: str) -> None:
    phone = recognise(digits)

    assert phone.e164 is not None
    official = phonenumbers.parse(phone.e164)
    assert phonenumbers.number_type(official) == phonenumbers.PhoneNumberType.MOBILE


@given(st.from_regex(r"(02|03[1-3]|04[1-4]|05[1-5]|06[1-4])[2-9][0-9]{6,7}", fullmatch=True))
def test_a_landline_is_never_textable(digits: str) -> None:
    phone = recognise(digits)

    assert phone.kind is PhoneKind.LANDLINE
    assert not phone.textable
    assert phone.e164 is not None
    assert national_format(phone.e164) == phone.national


@given(st.text(max_size=40))
def test_any_cell_is_judged_without_failing(raw: str) -> None:
    phone = recognise(raw)

    assert phone.textable == (phone.kind is PhoneKind.MOBILE)
    assert phone.e164 is None or national_format(phone.e164) == phone.national


def test_a_foreign_number_is_not_written_the_korean_way() -> None:
    with pytest.raises(ValueError, match="not a Korean number"):
        national_format("+12025550123")
