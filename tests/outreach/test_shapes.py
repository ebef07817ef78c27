from __future__ import annotations

import pytest

from tests.outreach.shapes import GROUPS, Group

CASES = [
    pytest.param(group, shape, became, id=f"{group.name}: {shape}")
    for group in GROUPS
    for shape, became in group.shapes
]


@pytest.mark.parametrize(("group", "shape", "became"), CASES)
def test_each_shape_becomes_what_the_table_says(group: Group, shape: str, became: str) -> None:
    assert group.judge(shape) == became
