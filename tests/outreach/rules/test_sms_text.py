from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.sms_text import (
    Encoding,
    SmsKind,
    byte_length,
    is_sendable,
    lint_body,
    measure,
    refused_characters,
    with_replacements,
)


@pytest.mark.parametrize("sign", list("가힝aZ9 ·ㆍ…①㈜☎※￦~\n") + ["“", "’", "Ⅱ", "㎡"])
def test_a_sign_of_korean_telephones_is_sendable(sign: str) -> None:
    assert is_sendable(sign)


@pytest.mark.parametrize("sign", ["똠", "펲", "햏", "뷁", "샾", "핳"])
def test_a_rare_syllable_is_refused_without_a_replacement(sign: str) -> None:
    [refused] = refused_characters(f"가{sign}")

    assert (refused.position, refused.character, refused.replacement) == (1, sign, None)


def test_without_the_check_the_codec_lets_rare_syllables_through() -> None:
    # The twin: Python encodes 똠 as a make-up sequence of eight bytes.
    assert len("똠".encode("euc_kr")) == 8


@pytest.mark.parametrize(
    ("sign", "replacement"),
    [
        ("–", "-"),
        ("—", "-"),
        ("•", "·"),
        ("₩", "￦"),
        ("\u00a0", " "),
        ("\u200b", ""),
        ("é", "e"),
        ("😀", ""),
        ("\t", " "),
        ("\r", ""),
    ],
)
def test_a_replacement_is_offered(sign: str, replacement: str) -> None:
    [refused] = refused_characters(sign)

    assert refused.replacement == replacement
    assert with_replacements(f"가{sign}나") == f"가{replacement}나"


@given(st.text(max_size=60))
def test_a_replaced_text_keeps_only_what_has_no_replacement(body: str) -> None:
    left = refused_characters(with_replacements(body))

    assert all(refused.replacement is None for refused in left)


@pytest.mark.parametrize(
    ("body", "size", "kind"),
    [
        ("가" * 39 + "a", 79, SmsKind.SMS),  # 79 + 11 of the prefix = 90
        ("가" * 40, 80, SmsKind.LMS),
        ("가" * 994, 1988, SmsKind.LMS),
        ("가" * 995, 1990, SmsKind.TOO_LONG),
    ],
)
def test_length_decides_the_kind_of_text(body: str, size: int, kind: SmsKind) -> None:
    measured = measure(body)

    assert (measured.bytes, measured.kind) == (size, kind)
    assert byte_length(body) == size


@pytest.mark.parametrize(
    ("body", "encoding", "segments"),
    [
        ("a" * 160, Encoding.GSM_7, 1),
        ("a" * 161, Encoding.GSM_7, 2),
        ("a" * 306, Encoding.GSM_7, 2),
        ("[" * 80, Encoding.GSM_7, 1),
        ("a" * 152 + "[" + "a" * 152, Encoding.GSM_7, 3),  # the escape is not torn apart
        ("가" * 70, Encoding.UCS_2, 1),
        ("가" * 71, Encoding.UCS_2, 2),
        ("가" * 135, Encoding.UCS_2, 3),
    ],
)
def test_twilio_segments_are_counted(body: str, encoding: Encoding, segments: int) -> None:
    measured = measure(body)

    assert (measured.encoding, measured.segments) == (encoding, segments)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[중구보건소] 11월 30일(월) 14:00 방문 예정입니다. 02-123-4567", ()),
        ("특수건강진단 예약이 확정되었습니다.", ()),
        ("소음성 난 청 유소견으로 다시 연락드립니다.", ("유소견", "난청")),
        ("금연 상담", ("금연",)),
        ("Your Blood  Pressure check", ("blood pressure",)),
    ],
)
def test_words_about_health_are_found(body: str, words: tuple[str, ...]) -> None:
    assert lint_body(body) == words


def test_more_words_can_be_forbidden() -> None:
    assert lint_body("이황화탄소 취급", more_words=["이황화탄소"]) == ("이황화탄소",)
