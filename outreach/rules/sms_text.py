from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from outreach.rules import gsm7

SMS_BYTES = 90
LMS_BYTES = 2000
PREFIX_BYTES = 11  # "[Web발신]" or "[국제발신]" and a line break, put in front by the carrier
TWILIO_CHARACTERS = 1600

# Signs that people paste from a word processor and what Korean telephones can show instead.
REPLACEMENTS = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "–": "-", "—": "-", "−": "-",
    "•": "·", "‣": "·", "₩": "￦", "〜": "~", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\ufe0f": "",
    "✓": "√", "✔": "√", "➡": "→", "€": "유로", "™": "(TM)", "©": "(C)", "\t": " ",
}  # fmt: skip

# A text must not name an agent, a disease or a result: it is read on a locked screen, by anyone.
HEALTH_WORDS = (
    "유소견", "요관찰", "직업병", "질병", "질환", "진단결과", "검사결과", "판정", "양성",
    "고혈압", "혈압", "당뇨", "혈당", "콜레스테롤", "비만", "대사증후군", "간기능", "빈혈", "난청",
    "진폐", "우울", "자살", "정신건강", "정신질환", "스트레스", "금연", "흡연", "음주", "절주",
    "알코올", "중독", "암검진", "결핵", "간염", "임신",
    "톨루엔", "벤젠", "노말헥산", "카드뮴", "크롬", "수은", "석면", "용접흄", "광물성분진",
    "diabetes", "hypertension", "blood pressure", "cholesterol", "depression", "suicide",
    "mental health", "smoking", "alcohol", "hearing loss", "disease", "diagnosis", "benzene",
    "toluene", "asbestos",
)  # fmt: skip


class SmsKind(StrEnum):
    """What a Korean carrier makes of a text of this length."""

    SMS = "SMS"
    LMS = "LMS"
    TOO_LONG = "TOO_LONG"


class Encoding(StrEnum):
    """How Twilio sends it: seven bits while every sign allows it, else two bytes each."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True)
class RefusedCharacter:
    """A sign that Korean carriers would drop or break, and what to write instead, if anything."""

    position: int
    character: str
    replacement: str | None


@dataclass(frozen=True)
class Measure:
    """How long a text is for the carrier and for Twilio; the bytes are of the body alone."""

    bytes: int
    kind: SmsKind
    encoding: Encoding
    segments: int


def refused_characters(body: str) -> tuple[RefusedCharacter, ...]:
    """Return the signs outside EUC-KR, as Twilio's guideline for Korea demands them gone."""
    return tuple(
        RefusedCharacter(position, character, replacement_for(character))
        for position, character in enumerate(body)
        if not is_sendable(character)
    )


def is_sendable(character: str) -> bool:
    """
    Say whether a carrier can show the sign: at most two bytes of EUC-KR.

    Python's codec also accepts 똠 or 뷁, as make-up sequences of eight bytes no telephone knows.
    """
    if character == "\n":
        return True
    try:
        return character.isprintable() and len(character.encode("euc_kr")) <= 2
    except UnicodeEncodeError:
        return False


def replacement_for(character: str) -> str | None:
    """Return what to write instead: a plain sign, nothing for a picture, None for a syllable."""
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    if unicodedata.category(character) in {"So", "Sk", "Cn", "Cf", "Cc", "Cs", "Mn", "Co"}:
        return ""  # emoji, joiners, control signs
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)
    )
    return plain if plain.isascii() else None


def with_replacements(body: str) -> str:
    """Return the text with every replacement made; syllables without one stay as they are."""
    composed = unicodedata.normalize("NFC", body)
    return "".join(
        character if is_sendable(character) else _replaced(character) for character in composed
    )


def byte_length(body: str) -> int:
    """Return the bytes a Korean carrier counts: 2 for Hangul and signs, 1 for ASCII."""
    return len(body.encode("cp949", errors="replace"))


def measure(body: str) -> Measure:
    """Return how the text would travel, the carrier's prefix reckoned in."""
    size = byte_length(body)
    if size + PREFIX_BYTES <= SMS_BYTES:
        kind = SmsKind.SMS
    elif size + PREFIX_BYTES <= LMS_BYTES and len(body) <= TWILIO_CHARACTERS:
        kind = SmsKind.LMS
    else:
        kind = SmsKind.TOO_LONG
    if gsm7.fits(body):
        return Measure(size, kind, Encoding.GSM_7, gsm7.segments(body))
    return Measure(size, kind, Encoding.UCS_2, _ucs2_segments(body))


def lint_body(body: str, *, more_words: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words about health that a text must not carry; none is the right answer."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", body)).casefold()
    squeezed = text.replace(" ", "")
    return tuple(
        word
        for word in dict.fromkeys((*HEALTH_WORDS, *more_words))
        if word.casefold() in text or (not word.isascii() and word.replace(" ", "") in squeezed)
    )


def _replaced(character: str) -> str:
    replacement = replacement_for(character)
    return character if replacement is None else replacement


def _ucs2_segments(body: str) -> int:
    units = len(body.encode("utf-16-le", errors="replace")) // 2
    return 1 if units <= 70 else -(-units // 67)
