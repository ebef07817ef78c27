from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
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
        ("O1O-2345-6789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.REPAIRED),
        ("0l0-2345-6789", PhoneKind.MOBILE, "010-2345-6789", PhoneReason.REPAIRED),
        ("O2)123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.REPAIRED),
        ("1012345678.0", PhoneKind.MOBILE, "010-1234-5678", PhoneReason.REPAIRED),
        ("1.012345678E+09", PhoneKind.MOBILE, "010-1234-5678", PhoneReason.REPAIRED),
        ("1.01235E+09", PhoneKind.NONSENSE, "1.01235E+09", PhoneReason.DIGITS_LOST),
        ("212345678", PhoneKind.LANDLINE, "02-1234-5678", PhoneReason.REPAIRED),
        ("+82 0 10-1234-5678", PhoneKind.MOBILE, "010-1234-5678", PhoneReason.AS_WRITTEN),
        ("0082-10-1234-5678", PhoneKind.MOBILE, "010-1234-5678", PhoneReason.AS_WRITTEN),
        ("001-82-2-123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("+86 138 1234 5678", PhoneKind.FOREIGN, "+86 138 1234 5678", PhoneReason.AS_WRITTEN),
        ("0086 138 1234 5678", PhoneKind.FOREIGN, "0086 138 1234 5678", PhoneReason.AS_WRITTEN),
        ("(02) 123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("02.123.4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("02-123-4567-12", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("1644-1234", PhoneKind.REPRESENTATIVE, "1644-1234", PhoneReason.AS_WRITTEN),
        ("0505-123-4567", PhoneKind.SAFE, "0505-123-4567", PhoneReason.AS_WRITTEN),
        ("060-700-1234", PhoneKind.PAID, "060-700-1234", PhoneReason.AS_WRITTEN),
        ("012-345-6789", PhoneKind.DEVICE, "012-345-6789", PhoneReason.AS_WRITTEN),
        ("0130-123-4567", PhoneKind.DEVICE, "0130-123-4567", PhoneReason.AS_WRITTEN),
        ("019-234-5678", PhoneKind.RETIRED_MOBILE, "019-234-5678", PhoneReason.AS_WRITTEN),
        ("010-1*34-5678", PhoneKind.MASKED, "010-1*34-5678", PhoneReason.HIDDEN),
        ("교환 02-123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("팩스 02-123-4567", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("02-123-4567(F)", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("전화/팩스 02-123-4567", PhoneKind.LANDLINE, "02-123-4567", PhoneReason.AS_WRITTEN),
        ("x", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("전화 없음", PhoneKind.BLANK, "", PhoneReason.EMPTY),
        ("20260305", PhoneKind.NONSENSE, "20260305", PhoneReason.NO_AREA_CODE),
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
        ("02-123-4567~9", ["02-123-4567"]),  # a group of lines is one telephone
        ("02-123-4567/8", ["02-123-4567", "02-123-4568"]),
        ("02-123-4567, 4568", ["02-123-4567", "02-123-4568"]),
        ("010-1234-5678/9", ["010-1234-5678"]),  # no stranger's mobile is made up
        ("02-123-4567 또는 010-1234-5678", ["02-123-4567", "010-1234-5678"]),
        ("02-123-4567·010-1234-5678", ["02-123-4567", "010-1234-5678"]),
        ("0101234567801022223333", ["010-1234-5678", "010-2222-3333"]),
        ("T.02-123-4567 F.02-123-4568 H.010-1234-5678", ["02-123-4567", "010-1234-5678"]),
        ("Tel 02-123-4567 Fax 02-123-4568", ["02-123-4567"]),
        ("02-123-4567 팩스 02-123-4568", ["02-123-4567"]),
        ("02-123-4567 / 팩스 없음", ["02-123-4567"]),
        ("010-1234-5678 (2020.3.5 확인)", ["010-1234-5678"]),
    ],
)
def test_several_numbers_of_a_cell_are_told_apart(raw: str, numbers: list[str]) -> None:
    assert [phone.national for phone in recognise_all(raw)] == numbers


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("홍길동 010-1234-5678", "홍길동"),
        ("대표 홍길동 010-1234-5678", "홍길동"),
        ("010-1234-5678(홍길동 부장님)", "홍길동"),
        ("010-1234-5678/김철수", "김철수"),
        ("김부장 010-1234-5678", "김부장"),
        ("남궁민수010-1234-5678", "남궁민수"),
        ("사장님폰 010-1234-5678", ""),
        ("사무실 010-1234-5678", ""),
        ("010-1234-5678(문자만)", ""),
        ("010-1234-5678(수신거부)", ""),
        ("교환 010-1234-5678", ""),
    ],
)
def test_a_name_beside_a_number_stays_with_it(raw: str, name: str) -> None:
    (phone,) = recognise_all(raw)

    assert (phone.national, phone.name) == ("010-1234-5678", name)


def test_each_number_keeps_its_own_name() -> None:
    phones = recognise_all("김사장010-1234-5678 (본인) 박실장010-2222-3333")

    assert [phone.name for phone in phones] == ["김사장", "박실장"]


@pytest.mark.parametrize(
    "raw",
    ["02-123-4567 내선 12", "02-123-4567(교)12", "02-123-4567 ext. 12", "02-123-4567 #12",
     "02-123-4567 (내선번호: 12)"],
)  # fmt: skip
def test_an_extension_is_no_part_of_the_number(raw: str) -> None:
    (phone,) = recognise_all(raw)

    assert (phone.national, phone.extension) == ("02-123-4567", "12")


@pytest.mark.parametrize(
    ("raw", "national", "reason"),
    [
        ("2267-1234", "02-2267-1234", PhoneReason.AREA_ADDED),
        ("22671234", "02-2267-1234", PhoneReason.AREA_ADDED),
        ("267-1234", "02-267-1234", PhoneReason.AREA_ADDED),
        ("031-267-1234", "031-267-1234", PhoneReason.AS_WRITTEN),
        ("20260305", "20260305", PhoneReason.NO_AREA_CODE),  # a day
        ("119", "119", PhoneReason.UNKNOWN_CODE),
    ],
)
def test_a_local_number_gets_the_area_code_of_its_address(
    raw: str, national: str, reason: PhoneReason
) -> None:
    (phone,) = recognise_all(raw, area_code="02")

    assert (phone.national, phone.reason, phone.textable) == (national, reason, False)


mobiles = st.from_regex(r"010[2-9][0-9]{7}", fullmatch=True)
landlines = st.from_regex(r"(02|031|053|064)[2-9][0-9]{6,7}", fullmatch=True)


@given(
    st.lists(mobiles | landlines, min_size=1, max_size=3, unique=True),
    st.sampled_from([" / ", ", ", "\n", "; ", " · ", " 또는 ", "/", " "]),
    st.sampled_from(["", "-", ".", " "]),
)
def test_numbers_are_found_however_they_are_put_together(
    numbers: list[str], between: str, dash: str
) -> None:
    assume(dash != " " or between != " ")
    written = [dash.join((n[:-8], n[-8:-4], n[-4:])) if len(n) > 10 else n for n in numbers]

    found = recognise_all(between.join(written))

    assert [phone.national.replace("-", "") for phone in found] == numbers


@given(st.from_regex(r"01[16789][2-9][0-9]{6,7}", fullmatch=True))
def test_a_retired_number_never_becomes_a_mobile(digits: str) -> None:
    phone = recognise(digits)

    assert phone.kind is PhoneKind.RETIRED_MOBILE
    assert phone.national.replace("-", "") == digits


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
