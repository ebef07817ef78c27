from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.masking import masked_name, masked_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("김철수", "김*수"),
        ("김 철수", "김*수"),
        ("홍길", "홍*"),
        ("남궁민수", "남**수"),
        ("김", "*"),
        ("응우옌 반 안", "응***안"),
        ("Nguyen Van An", "N***** V** A*"),
        ("Nguyễn Văn", "N***** V**"),
        ("王小明", "王**"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_a_name_is_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_a_masked_name_is_never_the_name(name: str) -> None:
    assert masked_name(name) != name


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("010-0000-1234", "010-****-1234"), ("02-000-6400", "020-****-6400"), ("1588", "****")],
)
def test_a_number_is_masked_in_the_middle(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked
