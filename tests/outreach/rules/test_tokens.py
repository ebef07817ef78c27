from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.tokens import digest, looks_like_token, make_token, same

KEY = b"a key of the test"


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_token_has_the_length_and_signs_of_one(purpose: str, identifier: str) -> None:
    assert looks_like_token(make_token(key=KEY, purpose=purpose, identifier=identifier))


def test_a_token_is_the_same_each_time() -> None:
    token = make_token(key=KEY, purpose="owner", identifier="17:1")

    assert same(token, make_token(key=KEY, purpose="owner", identifier="17:1"))


@pytest.mark.parametrize(
    ("key", "purpose", "identifier"),
    [
        (b"another key", "owner", "17:1"),
        (KEY, "certificate", "17:1"),
        (KEY, "owner", "17:2"),
        (KEY, "owner1", "7:1"),
        (KEY, "owner:1", "7:1"),
    ],
)
def test_another_key_purpose_or_thing_has_another_token(
    key: bytes, purpose: str, identifier: str
) -> None:
    token = make_token(key=KEY, purpose="owner", identifier="17:1")

    assert not same(token, make_token(key=key, purpose=purpose, identifier=identifier))


def test_a_digest_does_not_hold_the_token() -> None:
    token = make_token(key=KEY, purpose="owner", identifier="17:1")

    assert token not in digest(token)
    assert len(digest(token)) == 64


def test_an_empty_key_makes_no_token() -> None:
    with pytest.raises(ValueError, match="key"):
        make_token(key=b"", purpose="owner", identifier="1")


@pytest.mark.parametrize("text", ["", "short", "x" * 23, "x" * 21 + "/", "가" * 22])
def test_other_texts_do_not_look_like_a_token(text: str) -> None:
    assert not looks_like_token(text)
