"""Titles that pass for the statutory course, and those that only sound near it."""

from __future__ import annotations

import pytest

from safety.rules.course_titles import claims_to_be_statutory


@pytest.mark.parametrize(
    "title",
    [
        "중대재해처벌법 제8조 안전보건교육",
        "중대재해 제8조 교육",
        "중대재해처벌법제8조",
        "중대재해처벌 등에 관한 법률 제 8 조에 따른 교육",
        "중대산업재해 8조 교육",
        "중처법 제８조 교육",  # a full-width digit
        "Serious Accidents Punishment Act, Article 8",
        "SAPA art. 8 course",
    ],
)
def test_a_title_that_passes_for_the_course_of_article_8(title: str) -> None:
    assert claims_to_be_statutory(title)


@pytest.mark.parametrize(
    "title",
    [
        "중대재해 예방 안전교육",
        "중대재해처벌법 이해하기",
        "중대재해처벌법 제4조 알기",
        "중대재해 사례와 제18조",
        "중대재해 제88조",
        "산업안전보건법 제8조",
        "8조 (금천) 안전교육",
        "Serious accident prevention",
        "Serious accidents: article 80",
        "",
    ],
)
def test_a_title_that_claims_nothing(title: str) -> None:
    assert not claims_to_be_statutory(title)
