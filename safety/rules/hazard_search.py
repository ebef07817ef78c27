"""Finding agents by the words a shop floor uses, and telling what has to be asked first."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from safety.rules.hazards import HAZARDS, Hazard
from safety.rules.tables import as_codes, read_table

NOT_FOUND = 9
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
    hazards: tuple[Hazard, ...]
    question: Question | None
    note: str


def search_hazards(words: str) -> HazardSearch:
    """
    Find agents by shop-floor word, Korean or English name, CAS number or code.

    1. A known shop-floor word answers with its own agents and its question. One with a
       question answers alone, so that nobody picks mercury (수은) for silver (은).
    2. Then come the agents whose name begins with the words, then those that contain them.
    3. If nothing was found, the longest known word inside the words (본드 in "본드 작업"), or
       else one that begins with them.
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
    near = _nearest_word(wanted)
    if near:
        return HazardSearch(near.hazards, near.question, near.note)
    return HazardSearch((), None, "")


def _fold(words: str) -> str:
    """Return the words without blanks, punctuation and case."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _named(wanted: str) -> tuple[Hazard, ...]:
    ranked: dict[Hazard, int] = {}
    for hazard, names in _NAMES:
        rank = min(_rank(wanted, name) for name in names)
        if rank < NOT_FOUND:
            ranked[hazard] = rank
    return tuple(sorted(ranked, key=lambda hazard: ranked[hazard]))


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if len(wanted) >= SHORTEST_WORD_INSIDE and wanted in name else NOT_FOUND


def _nearest_word(wanted: str) -> _Synonym | None:
    if len(wanted) < SHORTEST_WORD_INSIDE:
        return None
    inside = [word for word in _SYNONYMS if len(word) >= SHORTEST_WORD_INSIDE and word in wanted]
    begun = [word for word in _SYNONYMS if word.startswith(wanted)]
    nearest = max(inside, key=len) if inside else next(iter(begun), None)
    return _SYNONYMS[nearest] if nearest else None


_SYNONYMS = {
    _fold(row["term"]): _Synonym(
        hazards=tuple(HAZARDS[code] for code in as_codes(row["hazard_codes"])),
        question=Question(row["question"]) if row["question"] else None,
        note=row["note"],
    )
    for row in read_table("hazard_synonyms")
}

# A word with a question is left out here: it must not lose its question.
_WORDS = [
    (hazard, word)
    for word, synonym in _SYNONYMS.items()
    if synonym.question is None
    for hazard in synonym.hazards
]

_NAMES = tuple(
    (
        hazard,
        (
            *map(_fold, (hazard.name_ko, hazard.name_en, hazard.code, *hazard.cas)),
            *(word for named, word in _WORDS if named == hazard),
        ),
    )
    for hazard in HAZARDS.values()
)
