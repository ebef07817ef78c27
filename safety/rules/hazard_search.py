"""Finding agents by the words a shop floor uses, and telling what has to be asked first."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from safety.rules.hazards import HAZARDS, Hazard
from safety.rules.tables import as_codes, read_table

SHORTEST_WORD_INSIDE = 2  # "은" (silver) must not be found inside "수은" (mercury)


class Question(StrEnum):
    """What to ask before an agent can be chosen; a door has a sentence for each."""

    ASK_SDS = "ASK_SDS"  # a mixture: only its safety data sheet tells
    ASK_WHICH = "ASK_WHICH"  # the word means several agents
    ASK_SOLDER = "ASK_SOLDER"  # lead or lead-free
    ASK_SHIFT = "ASK_SHIFT"  # which pattern of night work
    NOT_LISTED = "NOT_LISTED"  # known, but not an agent of the annex


@dataclass(frozen=True, slots=True)
class HazardSearch:
    """The agents found, best first, and the question to ask before taking one."""

    matches: tuple[Hazard, ...]
    question: Question | None
    note: str


@dataclass(frozen=True, slots=True)
class _Synonym:
    word: str
    hazards: tuple[Hazard, ...]
    question: Question | None
    note: str


def search_hazards(words: str) -> HazardSearch:
    """
    Find agents by shop-floor word, Korean or English name, CAS number or code.

    1. A known shop-floor word answers with its own agents and its question. One with a
       question answers alone, so that nobody picks mercury (수은) for silver (은).
    2. Then come the agents whose name begins with the words, then those that contain them.
    3. If nothing was found, the longest known word inside the words: 본드 in "본드 작업".
    """
    wanted = _fold(words)
    if not wanted:
        return HazardSearch((), None, "")
    known = _SYNONYMS.get(wanted)
    if known and known.question:
        return HazardSearch(known.hazards, known.question, known.note)
    found = (known.hazards if known else ()) + _named(wanted)
    if found:
        return HazardSearch(tuple(dict.fromkeys(found)), None, known.note if known else "")
    inside = _longest_word_inside(wanted)
    if inside:
        return HazardSearch(inside.hazards, inside.question, inside.note)
    return HazardSearch((), None, "")


def _fold(words: str) -> str:
    """Return the words without blanks, punctuation and case."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _named(wanted: str) -> tuple[Hazard, ...]:
    ranked: list[tuple[int, int, Hazard]] = []
    for place, (hazard, names) in enumerate(_NAMES):
        if wanted in names:
            ranked.append((0, place, hazard))
        elif any(name.startswith(wanted) for name in names):
            ranked.append((1, place, hazard))
        elif len(wanted) >= SHORTEST_WORD_INSIDE and any(wanted in name for name in names):
            ranked.append((2, place, hazard))
    for word, synonym in _SYNONYMS.items():
        if word.startswith(wanted):
            ranked.extend((3, place, hazard) for place, hazard in enumerate(synonym.hazards))
    return tuple(hazard for _, _, hazard in sorted(ranked, key=lambda rank: rank[:2]))


def _longest_word_inside(wanted: str) -> _Synonym | None:
    inside = [word for word in _SYNONYMS if len(word) >= SHORTEST_WORD_INSIDE and word in wanted]
    return _SYNONYMS[max(inside, key=len)] if inside else None


_SYNONYMS = {
    _fold(row["term"]): _Synonym(
        word=row["term"],
        hazards=tuple(HAZARDS[code] for code in as_codes(row["hazard_codes"])),
        question=Question(row["question"]) if row["question"] else None,
        note=row["note"],
    )
    for row in read_table("hazard_synonyms")
}

_NAMES = tuple(
    (hazard, tuple(map(_fold, (hazard.name_ko, hazard.name_en, hazard.code, *hazard.cas))))
    for hazard in HAZARDS.values()
)
