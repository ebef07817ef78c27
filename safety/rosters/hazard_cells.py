"""Taking a cell of hazards apart: "톨루엔, 용접흄/소음", "1. 본드 2. 소음", "유기용제(MEK)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from safety.rosters.dates import read_event
from safety.rosters.hazard_words import HazardWord, is_sure, mean
from safety.rules.hazards import HAZARDS

NOTHING = re.compile(
    r"\W*(?:없음|없슴|무|해당\s*없음|해당\s*사항\s*없음|비\s*대상|비\s*해당|미\s*대상|x|n/?a|none)?\W*",
    re.IGNORECASE,
)
MORE = re.compile(r"\s*(?:외\s*\d+\s*(?:종|개|건|가지|물질)?|\s등)\s*$")
CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿]|(?:^|(?<=\s))\d{1,2}[.)](?=\s*[^\d\s])|(?:^|\n)\s*[-•*▪]\s+")
# A comma in a chemical name: 1,1,2,2-테트라클로로에탄, N,N-디메틸포름아미드.
IN_A_NAME = re.compile(r"(?:(?<=\d)|(?<=\d')|(?<=\bN))\s?,\s?(?=(?:\d'?|N)(?:,(?:\d'?|N))*-)", re.I)
KEPT = "\0"
SEPARATOR = re.compile(r"[,;/|·ㆍᆞ・、，&+\n\t]|\s및\s")
BRACKETED = re.compile(r"(?P<outer>[^()]*)\((?P<inner>[^()]*)\)(?P<rest>[^()]*)")
# The annex's own names that hold a separator outside of brackets.
_NAMES_APART = sorted(
    (name for hazard in HAZARDS.values() if SEPARATOR.search(name := hazard.name_ko)),
    key=len,
    reverse=True,
)


@dataclass(frozen=True, slots=True)
class NamedHazard:
    """A word of the cell and, where the cell has one beside it, the day or result given for it."""

    meant: HazardWord
    beside: str = ""


@dataclass(frozen=True, slots=True)
class HazardCell:
    """What a cell names, and whether it says that there is more than it names ("외 2종")."""

    named: tuple[NamedHazard, ...] = ()
    has_more: bool = False


def read_hazards(cell: str) -> HazardCell:
    """Read the hazards of a cell; a cell that says none names none."""
    has_more = False
    named: list[NamedHazard] = []
    for piece in pieces(cell):
        word = MORE.sub("", piece)
        has_more = has_more or word != piece
        if not NOTHING.fullmatch(word):
            named.extend(_named(word))
    return HazardCell(tuple(dict.fromkeys(named)), has_more)


def pieces(cell: str) -> Iterator[str]:
    """Yield the words of a cell; what stands in brackets stays with the word before it."""
    text = unicodedata.normalize("NFKC", CIRCLED.sub("\n", cell).replace("\0", ""))
    for name in _NAMES_APART:
        if name in text:
            text = text.replace(name, SEPARATOR.sub(lambda sign: _hide(sign[0]), name))
    text = IN_A_NAME.sub(KEPT, text)
    piece, depth = "", 0
    for part in re.split(rf"({SEPARATOR.pattern}|[()\[\]])", text):
        if part in {"(", "["}:
            depth += 1
            piece += "("
        elif part in {")", "]"}:
            depth = max(0, depth - 1)
            piece += ")"
        elif depth == 0 and SEPARATOR.fullmatch(part):
            yield from _whole(piece)
            piece = ""
        else:
            piece += part
    yield from _whole(piece)


def _hide(sign: str) -> str:
    """Keep a separator that is part of a name; the fold of names drops both alike."""
    return KEPT if sign.strip() == "," else sign.replace("및", "\1")


def _whole(piece: str) -> Iterator[str]:
    text = " ".join(piece.replace(KEPT, ",").replace("\1", "및").split())
    if text:
        yield text


def _named(word: str) -> Iterator[NamedHazard]:
    bracketed = BRACKETED.fullmatch(word)
    if is_sure(word) or bracketed is None:
        yield from _with_date(word)
        return
    outer, inner = f"{bracketed['outer']} {bracketed['rest']}".strip(), bracketed["inner"]
    if read_event(inner) is not None and outer:
        yield NamedHazard(mean(outer), inner.strip())
        return
    within = [mean(piece) for piece in pieces(inner)]
    sure = [part for part in within if part.hazards and not part.question]
    around = mean(outer) if outer else None
    if around is not None and around.hazards and not around.question:
        yield NamedHazard(replace(around, word=word))
    elif not sure:
        yield NamedHazard(mean(word) if around is None else replace(around, word=word))
        return
    if sure:
        yield from (NamedHazard(part) for part in (within if around is None else sure))


def _with_date(word: str) -> Iterator[NamedHazard]:
    """Read "톨루엔 2026.1.10" and "톨루엔: A": what stands behind the word is about it."""
    apart = re.fullmatch(
        r"(?P<word>\D.*?)\s*[:\s]\s*(?P<beside>'?\d{2,4}\s*[-./년].*|\d{6}|\d{8})", word
    )
    if apart is not None and read_event(apart["beside"]) is not None:
        yield NamedHazard(mean(apart["word"]), apart["beside"].strip())
    else:
        yield NamedHazard(mean(word))
