from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.hangul import asked_initials, asked_number, initials, keys, likeness, parts

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)
CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("문래정밀", "ansfowjdalf"),
        ("문ㄹ", "ansf"),
        ("문랮", "ansfow"),  # the input method puts the next consonant below
        ("까치", "rrkcl"),
        ("닭", "ekfr"),
        ("ㄳ", "rt"),
        ("의류", "dmlfb"),
        ("얘", "dil"),  # ㅒ is ㅑ and ㅣ
        ("KT 2공장", "kt2rhdwkd"),
        ("(주) 한·빛", "wngksqlc"),
        ("Nguyễn", "nguyen"),
        ("１２３", "123"),
        ("漢", "漢"),
        ("", ""),
        (" -·", ""),
    ],
)
def test_a_text_is_the_keys_that_type_it(text: str, typed: str) -> None:
    assert keys(text) == typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [("문래정밀", "afwa"), ("까치사", "rct"), ("2공장", "2rw"), ("KB금속", "kbrt"), ("", "")],
)
def test_initials_are_the_first_consonants(text: str, typed: str) -> None:
    assert initials(text) == typed


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("ㅁㄹㅈㅁ", "afwa"),
        ("ㅁㄹ ㅈㅁ", "afwa"),
        ("ㄲㅊㅅ", "rct"),
        ("ㄳ", "rt"),  # what an input method makes of ㄱ and ㅅ
        ("2ㄱㅈ", "2rw"),
        ("문ㄹ", ""),
        ("ㅏㅓ", ""),
        ("문래", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_query_of_initials_is_known(words: str, typed: str) -> None:
    assert asked_initials(words) == typed


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("5678", "5678"),
        ("010-1234-5678", "01012345678"),
        ("+82 10-1234-5678", "01012345678"),
        ("+82 (0)10 1234 5678", "01012345678"),
        ("123-45-67890", "1234567890"),
        ("(02) 123 4567", "021234567"),
        ("을지로 157", ""),
        ("1공장", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_query_that_is_a_number_is_known(words: str, digits: str) -> None:
    assert asked_number(words) == digits


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("ansfo", []),
        ("ansfow", ["ans", "fow"]),
        ("ansfpwjdalf", ["ansf", "pwjd", "alf"]),
        ("ansfowjdalfx", ["ans", "fow", "jda", "lfx"]),
    ],
)
def test_keys_are_cut_into_pieces_to_look_up(typed: str, pieces: list[str]) -> None:
    assert parts(typed) == pieces


@pytest.mark.parametrize(
    ("slip", "meant", "other"),
    [
        ("문레정밀", "문래정밀", "문성정밀"),
        ("한빚도장", "한빛도장", "한국도장"),
        ("세은금속", "세운금속", "성일금속"),
        ("대성기게", "대성기계", "대신기공"),
    ],
)
def test_a_slip_is_more_like_what_was_meant(slip: str, meant: str, other: str) -> None:
    assert likeness(keys(slip), keys(meant)) > likeness(keys(slip), keys(other))


@given(SYLLABLES, SYLLABLES)
def test_a_piece_of_a_text_is_a_piece_of_its_keys(one: str, other: str) -> None:
    assert keys(one) + keys(other) == keys(one + other)


@given(SYLLABLES)
def test_keys_are_short_plain_and_stay_what_they_are(text: str) -> None:
    typed = keys(text)

    assert typed.isascii()
    assert 2 * len(text) <= len(typed) <= 6 * len(text)
    assert keys(typed) == typed
    assert keys(unicodedata.normalize("NFD", text)) == typed


@given(SYLLABLES)
def test_every_syllable_has_one_initial(text: str) -> None:
    assert len(initials(text)) == len(text)
    assert initials(unicodedata.normalize("NFD", text)) == initials(text)


@given(st.text(CONSONANTS, min_size=1, max_size=8))
def test_initials_asked_are_the_initials_of_a_name(asked: str) -> None:
    name = "".join(chr(0xAC00 + CONSONANTS.index(sign) * 588) for sign in asked)

    assert asked_initials(asked) == initials(name)


@given(st.text(max_size=30))
def test_whatever_is_asked_is_read(words: str) -> None:
    asked_initials(words)
    assert asked_number(words) == "" or asked_number(words).isdigit()
    keys(words)


@given(st.text("abcdef", min_size=1), st.text("abcdef", min_size=1))
def test_likeness_is_a_share_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) == 1


@given(st.text("abcdef", max_size=40))
def test_pieces_make_up_the_whole(typed: str) -> None:
    pieces = parts(typed)

    assert "".join(pieces) in (typed, "")
    assert all(len(piece) >= 3 for piece in pieces)
