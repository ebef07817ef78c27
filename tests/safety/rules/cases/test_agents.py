"""Agents are taken by any name that means exactly one."""

from __future__ import annotations

import pytest

from safety.rules.cases.agents import named_agents, read_agents
from safety.rules.cases.problems import Problems
from safety.rules.hazards import HAZARDS
from safety.rules.tables import read_table


@pytest.mark.parametrize("code", sorted(HAZARDS))
def test_each_agent_is_found_by_each_of_its_names(code: str) -> None:
    agent = HAZARDS[code]
    for name in (code, code.upper(), agent.legal_no, agent.name_ko, agent.name_en):
        assert named_agents(name) == ((code,), ""), name


def test_a_cas_number_names_its_agent() -> None:
    seen = [number for agent in HAZARDS.values() for number in agent.cas]
    for agent in HAZARDS.values():
        for number in agent.cas:
            if seen.count(number) == 1:
                assert named_agents(number) == ((agent.code,), ""), number


@pytest.mark.parametrize("row", read_table("hazard_synonyms"), ids=lambda row: str(row["term"]))
def test_a_shop_floor_word_means_its_agent_or_asks(row: dict[str, str]) -> None:
    codes, problem = named_agents(row["term"])

    if row["question"]:
        assert problem == row["question"] or codes == (row["hazard_codes"],)
    else:
        assert (codes, problem) == ((row["hazard_codes"],), "")


@pytest.mark.parametrize(
    ("words", "code", "is_fault"),
    [
        ("모래", "UNKNOWN_HAZARD", True),
        ("", "UNKNOWN_HAZARD", True),
        ("납땜", "ASK_SOLDER", True),
        ("야간작업", "ASK_SHIFT", True),
        ("용접", "ASK_WHICH", True),
        ("아세트", "AMBIGUOUS_HAZARD", True),
        ("양잿물", "NOT_LISTED", False),
    ],
)
def test_what_is_not_one_agent_is_said(words: str, code: str, is_fault: bool) -> None:
    problems = Problems()

    assert read_agents(words, "$.hazard", problems) == ()
    assert [(row.code, row.is_fault) for row in problems.found] == [(code, is_fault)]
    assert all(row.told(language) for row in problems.found for language in ("ko", "en"))  # type: ignore[arg-type]


def test_an_exam_of_night_work_covers_both_types() -> None:
    assert read_agents("야간작업", "$", Problems(), both_nights=True) == (
        "night-work-a",
        "night-work-b",
    )
