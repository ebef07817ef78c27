"""Which agent of Annex 22 is meant: by code, legal number, CAS number, name or shop-floor word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from safety.rules.cases.fields import folded
from safety.rules.cases.problems import Problems
from safety.rules.hazard_search import Question, search_hazards
from safety.rules.hazards import HAZARDS
from safety.rules.night_work import TYPE_A, TYPE_B
from safety.rules.tables import read_table

MOST_SHOWN = 6
NIGHT_WORDS = frozenset(map(folded, ("야간", "야간작업", "night work", "night-work", "night")))


@lru_cache(maxsize=4096)
def named_agents(words: str) -> tuple[tuple[str, ...], str]:
    """Return the agents meant and, unless exactly one is, the code of the problem."""
    if words in HAZARDS:
        return (words,), ""
    wanted = folded(words.removeprefix("별표22").removeprefix("별표 22"))
    exact = _EXACT.get(wanted, ())
    if len(exact) == 1:
        return exact, ""
    if wanted in _SHOP_WORDS:
        return (_SHOP_WORDS[wanted],), ""
    search = search_hazards(words)
    codes = tuple(agent.code for agent in search.matches)
    if search.question:
        return codes, search.question.value
    if len(codes) == 1:
        return codes, "" if folded(words) in _WORDS_OF[codes[0]] else "GUESSED_HAZARD"
    if not codes:
        return (), "UNKNOWN_HAZARD"
    return codes, "AMBIGUOUS_HAZARD"


def read_agents(
    words: str, path: str, problems: Problems, *, both_nights: bool = False
) -> tuple[str, ...]:
    """
    Return the code of the agent, noting what stands in the way of taking one.

    `both_nights`: an exam of "night work" covers both types, as their items are the same.
    """
    if both_nights and folded(words) in NIGHT_WORDS:
        return (TYPE_A, TYPE_B)
    codes, problem = named_agents(words.strip())
    if not problem:
        return codes
    shown = ", ".join(_shown(codes[:MOST_SHOWN]))
    if problem == "GUESSED_HAZARD":
        problems.warn(path, problem, value=words, allowed=shown)
        return codes
    if problem == Question.NOT_LISTED:
        problems.warn(path, problem, value=words)
        return ()
    problems.fault(path, problem, value=words, allowed=shown)
    return ()


def _shown(codes: Sequence[str]) -> list[str]:
    return [f"{HAZARDS[code].name_ko} ({code})" for code in codes]


def _names_of(code: str) -> frozenset[str]:
    agent = HAZARDS[code]
    names = (code, agent.name_ko, agent.name_en, agent.legal_no, *agent.cas)
    # "소음(소음작업·…)" is known by the part before its bracket too.
    heads = (name.partition("(")[0] for name in (agent.name_ko, agent.name_en))
    return frozenset(folded(name) for name in (*names, *heads) if folded(name))


# A shop-floor word that asks nothing means its one agent, whatever other names begin with it.
_SHOP_WORDS = {
    folded(row["term"]): row["hazard_codes"]
    for row in read_table("hazard_synonyms")
    if not row["question"] and row["hazard_codes"] in HAZARDS
}
_WORDS_OF = {code: _names_of(code) for code in HAZARDS}
_EXACT: dict[str, tuple[str, ...]] = {}
for _code, _names in _WORDS_OF.items():
    for _name in _names:
        _EXACT[_name] = (*_EXACT.get(_name, ()), _code)
