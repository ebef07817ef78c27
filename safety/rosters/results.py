"""Results and fitness as rosters write them: "A", "요관찰자(C1)", "톨루엔: A, 소음: C1"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from safety.rosters.hazard_words import mean
from safety.rules.hazards import HAZARDS
from safety.rules.results import Fitness, ResultCode, allowed_codes

# A bare "C" or "D", or "요관찰" alone, does not say which of two it is and is not read.
WORDS: Mapping[str, str] = {
    ResultCode.A: "정상 정상자 건강 건강자 이상없음 정상범위 양호",
    ResultCode.C1: "직업병요관찰자 직업병요관찰 직업성요관찰자",
    ResultCode.C2: "일반질병요관찰자 일반질병요관찰 일반질환요관찰자",
    ResultCode.CN: "야간작업요관찰자 야간작업요관찰 질병요관찰자(야간)",
    ResultCode.D1: "직업병유소견자 직업병유소견 직업성유소견자",
    ResultCode.D2: "일반질병유소견자 일반질병유소견 일반질환유소견자",
    ResultCode.DN: "야간작업유소견자 야간작업유소견 질병유소견자(야간)",
    ResultCode.R: """
        2차건강진단대상자 2차건강진단대상 2차대상 2차검진대상 2차검사대상 질환의심 질환의심자
        재검""",
    ResultCode.U: "판정불가 판정보류 미판정",
}
FITNESS_WORDS: Mapping[str, str] = {
    Fitness.CAN_WORK: "현재조건하에서작업가능 현조건하작업가능 현재의조건하에서작업이가능",
    Fitness.CAN_WORK_UNDER_CONDITIONS: "조건부작업가능 조건부가능 일정한조건하에서현재의작업이가능",
    Fitness.CANNOT_WORK_FOR_NOW: "한시적작업불가 한시적으로현재의작업을할수없음 한시적작업제한",
    Fitness.MUST_NOT_DO_THIS_JOB: "영구적작업불가 영구적으로현재의작업을할수없음 작업불가(영구)",
}
CODE = re.compile(r"(?<![A-Z0-9])(C1|C2|CN|D1|D2|DN|A|R|U)(?![A-Z0-9])")
LETTER = re.compile(r"(?<![가-힣])([가나다라])(?![가-힣])")
APART = re.compile(r"[,;/|·\n]")
NAMED = re.compile(r"(?P<name>.+?)\s*[:=\-\s(]\s*(?P<rest>[^:=]+)")

_Reader = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class ReadResults:
    """What a cell says of each agent, or that it cannot be said of which."""

    by_hazard: Mapping[str, str]
    is_unreadable: bool = False
    is_unclear: bool = False  # one result, several agents that it can be about


def read_codes(cell: str, hazards: Sequence[str]) -> ReadResults:
    """
    Read the results of a cell for the agents of the row.

    1. A result beside an agent's name is that agent's.
    2. As many results as agents stand in the agents' order.
    3. "Healthy" alone is of all. Any other single result is of the one agent that may have it
       (CN and DN are for night work only), and is left to a clinician where there are several.
    """
    return _read(cell, hazards, _code, lone_for_all=ResultCode.A)


def read_fitness(cell: str, hazards: Sequence[str]) -> ReadResults:
    """Read the fitness letters of a cell; a single one is of the worker, hence of all agents."""
    return _read(cell, hazards, _letter, lone_for_all=None)


def fits(code: str, hazard: str) -> bool:
    """Tell whether a doctor can give the code for the agent."""
    return hazard in HAZARDS and code in {
        each.value for each in allowed_codes(HAZARDS[hazard].category)
    }


def _read(
    cell: str, hazards: Sequence[str], reader: _Reader, *, lone_for_all: str | None
) -> ReadResults:
    text = " ".join(unicodedata.normalize("NFKC", cell).split(" ")).strip()
    if not text or text in {"-", "–"}:
        return ReadResults({})
    parts = [part.strip() for part in APART.split(text) if part.strip()]
    named = _named(parts, hazards, reader)
    if named is not None:
        return ReadResults(named)
    codes = [reader(part) for part in parts]
    if None in codes:
        return ReadResults({}, is_unreadable=True)
    told = [code for code in codes if code]
    if len(told) > 1 and len(told) == len(hazards):
        return ReadResults(dict(zip(hazards, told, strict=True)))
    if len(set(told)) != 1:
        return ReadResults({}, is_unclear=True)
    return _lone(told[0], hazards, for_all=reader is _letter or told[0] == lone_for_all)


def _lone(code: str, hazards: Sequence[str], *, for_all: bool) -> ReadResults:
    may_have = [hazard for hazard in hazards if for_all or fits(code, hazard)]
    if for_all or len(may_have) == 1:
        return ReadResults(dict.fromkeys(may_have, code))
    return ReadResults({}, is_unclear=True)


def _named(
    parts: Sequence[str], hazards: Sequence[str], reader: _Reader
) -> Mapping[str, str] | None:
    """Return the results by agent where every part names one of the row's agents, else None."""
    results: dict[str, str] = {}
    for part in parts:
        match = NAMED.fullmatch(part.rstrip(")"))
        if match is None:
            return None
        meant, code = mean(match["name"]), reader(match["rest"])
        if meant.question or code is None or not set(meant.hazards) & set(hazards):
            return None
        results |= {hazard: code for hazard in meant.hazards if hazard in hazards}
    return results or None


def _code(text: str) -> str | None:
    plain = text.upper()
    found = set(CODE.findall(plain))
    if len(found) == 1:
        return str(found.pop())
    squeezed = "".join(text.split()).rstrip(".")
    return None if found else _CODE_WORDS.get(squeezed)


def _letter(text: str) -> str | None:
    found = set(LETTER.findall(text))
    if len(found) == 1:
        return str(found.pop())
    return None if found else _FITNESS_WORDS.get("".join(text.split()).rstrip("."))


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: str(code) for code, listed in words.items() for word in listed.split()}


_CODE_WORDS = _by_word(WORDS)
_FITNESS_WORDS = _by_word(FITNESS_WORDS)
