"""Every word the machine face may say is there, in both languages."""

from __future__ import annotations

from enum import StrEnum

import pytest

from safety.rules.asked_exams import AskedBy
from safety.rules.cases.facts import DueKind
from safety.rules.derivations import RuleKey
from safety.rules.doubts import Doubt
from safety.rules.intervals import ServiceKind
from safety.rules.protocols import Clinic
from safety.rules.record_keeping import Record
from safety.rules.results import REPORTED_ORDERS, Clock
from safety.rules.steps import Period, SetBy
from safety.rules.training_hours import TrainingTarget
from safety.rules.words import WORDS, Language, word

PLATFORM = {  # lines of the table that no case asks for
    TrainingTarget.PLATFORM, TrainingTarget.GENERAL_MANAGER, TrainingTarget.EXECUTIVE,
    TrainingTarget.SAFETY_OR_HEALTH_MANAGER, TrainingTarget.SAFETY_HEALTH_OFFICER,
    TrainingTarget.CONSTRUCTION_DAY_LABOUR,
}  # fmt: skip


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("rule", list(RuleKey)),
        ("change", list(RuleKey)),
        ("doubt", list(Doubt)),
        ("kind", list(DueKind)),
        ("anchor", list(Clock)),
        ("service", list(ServiceKind)),
        ("step", [*SetBy, *Period]),
        ("value", [*Record, *Clinic, *REPORTED_ORDERS]),
        ("value", sorted(set(AskedBy) - {AskedBy.OTHER})),
        ("value", sorted(set(TrainingTarget) - PLATFORM)),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_left_unsaid(group: str, keys: list[StrEnum], language: Language) -> None:
    assert all(word(group, key.value, language).strip() for key in keys)


def test_korean_is_korean_and_english_is_not() -> None:
    def has_hangul(text: str) -> bool:
        return any("가" <= letter <= "힣" for letter in text)

    assert all(has_hangul(words.ko) for (group, _key), words in WORDS.items() if group == "rule")
    for words in WORDS.values():
        assert not has_hangul(words.en.replace("제202조제2항", "")), words.en


@pytest.mark.parametrize("key", [key for key in WORDS if key[0] in ("step", "problem", "warning")])
def test_both_languages_fill_the_same_blanks(key: tuple[str, str]) -> None:
    def blanks(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert blanks(WORDS[key].ko) == blanks(WORDS[key].en)


def test_the_voluntary_class_is_never_called_the_course_of_article_8() -> None:
    for (_group, key), words in WORDS.items():
        if "PREVENTION_CLASS" in key:
            assert "8조" not in words.ko
            assert "article 8" not in words.en
