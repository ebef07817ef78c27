"""Which agent of 시행규칙 별표 22 a word of a roster means, or what has to be asked first."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from safety.rosters.shop_words import AROUND, ASKED, CERTAIN, NOT_LISTED
from safety.rules.hazard_search import Question, search_hazards
from safety.rules.hazards import HAZARDS
from safety.rules.tables import as_codes, read_table

NOT_FOUND = "NOT_FOUND"
MOST_CANDIDATES = 8  # more are a guess, not a choice
SHORTEST_HEADING = 2
MEASURE = re.compile(r"[\d.~]+(?:dba?|ppm|mg|㎎|mg/?m3|%|시간|시|회|h)?(?:이상|미만|초과)?")
# Words that end so are that agent, whatever machine makes it: 프레스소음, 콤프레샤진동.
ENDINGS = {"소음": "noise", "진동": "vibration"}


@dataclass(frozen=True, slots=True)
class HazardWord:
    """One word of a cell: the agents it means, or those it may mean and the question."""

    word: str
    hazards: tuple[str, ...] = ()
    question: str = ""  # a Question, or NOT_FOUND; blank where the word is certain
    candidates: tuple[str, ...] = ()

    @property
    def must_be_asked(self) -> bool:
        """Tell whether somebody has to choose before the row can enter."""
        return self.question in {
            Question.ASK_SDS, Question.ASK_WHICH, Question.ASK_SOLDER, Question.ASK_SHIFT,
        }  # fmt: skip


def mean(word: str) -> HazardWord:
    """
    Return what one word means. A guess is never taken: it becomes a candidate.

    1. A name, spelling, code or CAS number that means one agent is that agent.
    2. A word known to mean several, or a mixture, is a question with its candidates.
    3. Words that say only where and how much are left away, and 1 and 2 are tried again.
    4. Whatever the search finds inside the word are candidates; nothing found is NOT_FOUND.
    """
    word = " ".join(word.split())
    known = _known(fold(word))
    if known is None:
        known = _known_by_its_parts(word)
    if known is not None:
        return HazardWord(word, known.hazards, known.question, known.candidates)
    found = search_hazards(word)
    if found.question is Question.NOT_LISTED or not (found.matches or found.question):
        return HazardWord(word, question=NOT_FOUND)
    codes = tuple(hazard.code for hazard in found.matches[:MOST_CANDIDATES])
    return HazardWord(word, (), found.question or Question.ASK_WHICH, codes)


def is_sure(word: str) -> bool:
    """Tell whether the word alone, as it stands, means an agent or asks a known question."""
    return _known(fold(word)) is not None


def fold(words: str) -> str:
    """Return the words without blanks, punctuation, width and case."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def is_around(token: str) -> bool:
    """Tell whether a word says where, how or how much, but not what."""
    return fold(token) in _AROUND or MEASURE.fullmatch(token.casefold()) is not None


def _known(folded: str) -> HazardWord | None:
    if folded in _CERTAIN:
        return HazardWord(folded, (_CERTAIN[folded],))
    if folded in _ASKED:
        question, candidates = _ASKED[folded]
        return HazardWord(folded, (), question, candidates)
    for ending, code in ENDINGS.items():
        if folded.endswith(ending) and len(folded) > len(ending):
            return (
                None
                if fold(folded.removesuffix(ending)) in _NEGATIONS
                else HazardWord(folded, (code,))
            )
    return None


def _known_by_its_parts(word: str) -> HazardWord | None:
    """Read a word of several parts, each of which is known or says nothing of its own."""
    parts = [part for part in re.split(r"[\s()\[\]:]+", word) if part and not is_around(part)]
    known = [_known(fold(part)) for part in parts]
    sure = [part for part in known if part is not None]
    if not sure or len(sure) < len(parts):
        return None
    asked = next((part for part in sure if part.question), None)
    hazards = tuple(dict.fromkeys(code for part in sure for code in part.hazards))
    if asked is None:
        return HazardWord(word, hazards)
    return HazardWord(word, hazards, asked.question, asked.candidates)


def _names() -> Iterator[tuple[str, str]]:
    """Yield each way to write an agent that means nothing else, and its code."""
    for hazard in HAZARDS.values():
        bare = re.sub(r"\(.*?\)", "", hazard.name_ko)
        for name in (hazard.name_ko, bare, hazard.name_en, hazard.code, *hazard.cas):
            yield name, hazard.code
        yield re.sub(r"\s*및\s*(?:그|요오드화물|라디오파).*", "", bare), hazard.code
        yield re.sub(r"\(.*?\)| and its .*", "", hazard.name_en), hazard.code
    for row in read_table("hazard_synonyms"):
        codes = as_codes(row["hazard_codes"])
        if not row["question"] and len(codes) == 1:
            yield row["term"], codes[0]
    for code, words in CERTAIN.items():
        for word in words.split():
            yield word, code


def _certain() -> Mapping[str, str]:
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in _names():
        meant[fold(name)].add(code)
    return {
        name: next(iter(codes))
        for name, codes in meant.items()
        if name and len(codes) == 1 and name not in _ASKED
    }


def _asked() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    asked: dict[str, tuple[str, tuple[str, ...]]] = {
        fold(row["term"]): (row["question"], as_codes(row["hazard_codes"]))
        for row in read_table("hazard_synonyms")
        if row["question"]
    }
    for words, (question, candidates) in ASKED.items():
        asked |= {fold(word): (question.value, candidates) for word in words.split()}
    asked |= {fold(word): (Question.NOT_LISTED.value, ()) for word in NOT_LISTED.split()}
    return asked


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


_AROUND = _folded(AROUND.split())
_NEGATIONS = _folded(["비", "무", "저", "방", "흡"])  # 비소음 작업, 저소음, 방진동
_ASKED = _asked()
_CERTAIN = _certain()


def _heading_words() -> Mapping[str, tuple[str, ...]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for name, code in _CERTAIN.items():
        if len(name) >= SHORTEST_HEADING:
            words[code].append(name)
    return MappingProxyType({code: tuple(names) for code, names in words.items()})


HEADING_WORDS = _heading_words()  # for lists with a column for each agent
