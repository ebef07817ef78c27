from __future__ import annotations

import pytest

from outreach.rules.health_words import holds_health_words


@pytest.mark.parametrize(
    "text",
    [
        "사장님이 당뇨로 쉬심",
        "암 환자라고 함",
        "직원이 다쳐서 바쁨",
        "혈압이 높다고",
        "in hospital",
    ],
)
def test_what_speaks_of_health_is_found(text: str) -> None:
    assert holds_health_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "점심시간 지나서 다시", "암사동으로 이사 예정", "약속 있음", "특수건강검진 안내 원함",
        "직원이 받음, 사장님은 오후에", "still busy, call on Tuesday",
    ],
)  # fmt: skip
def test_everyday_notes_pass(text: str) -> None:
    assert not holds_health_words(text)
