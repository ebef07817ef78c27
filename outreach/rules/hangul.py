"""
Korean words as the keys that type them, so that they can be searched from the first key on.

A syllable has two to five letters (자모). Written out, "문래" is a piece of "문래정밀" while it is
still being typed ("문ㄹ", "문랮"), and even two syllables have the three letters that a trigram
index needs. Each letter is written as its key of the Korean keyboard (두벌식, KS X 5002): plain
ASCII is the same to every database whatever its locale, and a word typed in the wrong mode of the
keyboard is found as well.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = dict(zip("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", "rsefaqtdwczxvg", strict=True))
_TENSE = dict(zip("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ", strict=True))
_VOWELS = dict(zip("ㅏㅐㅑㅓㅔㅕㅗㅛㅜㅠㅡㅣ", "koijpuhynbml", strict=True))
_COMPOUND = {
    "ㅒ": "ㅑㅣ", "ㅖ": "ㅕㅣ", "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ",
    "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_SIMPLE = _PLAIN | _VOWELS | {tense: _PLAIN[plain] * 2 for tense, plain in _TENSE.items()}
_KEYS = _SIMPLE | {sign: "".join(_SIMPLE[part] for part in _COMPOUND[sign]) for sign in _COMPOUND}
# The letters inside a composed syllable, in the order of the Unicode standard (chapter 3.12).
_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_TABLE = {
    **{ord(letter): key for letter, key in _KEYS.items()},
    **{0x1100 + place: _KEYS[letter] for place, letter in enumerate(_FIRST)},
    **{0x1161 + place: _KEYS[letter] for place, letter in enumerate(_MIDDLE)},
    **{0x11A8 + place: _KEYS[letter] for place, letter in enumerate(_LAST)},
}
_SYLLABLES = {
    code: unicodedata.normalize("NFKD", chr(code)).translate(_TABLE)
    for code in range(0xAC00, 0xD7A4)
}
_INITIALS = {
    0xAC00 + first * 588 + rest: _PLAIN[_TENSE.get(letter, letter)]
    for first, letter in enumerate(_FIRST)
    for rest in range(588)  # 21 vowels, 28 ends
}
_SIGNS = re.compile(r"[\W_]+")
_ONLY_CONSONANTS = re.compile(r"[ㄱ-ㅎ\d\s]*[ㄱ-ㅎ][ㄱ-ㅎ\d\s]*")
_NUMBER = re.compile(r"[\d\s().*+-]*\d[\d\s().*+-]*")


def keys(text: str) -> str:
    """Return the keys that type a text: small Latin letters and digits, nothing between them."""
    typed = text.translate(_SYLLABLES)
    if not typed.isascii():
        typed = unicodedata.normalize("NFKD", typed).translate(_TABLE)
    typed = typed.casefold()
    return typed if typed.isalnum() else _SIGNS.sub("", typed)


def initials(text: str) -> str:
    """Return the keys of the initial consonants, tense ones as plain; other signs as they are."""
    return keys(unicodedata.normalize("NFC", text).translate(_INITIALS))


def asked_initials(words: str) -> str:
    """Return the keys of a query of initial consonants (ㅁㄹㅈㅁ), or nothing if it is none."""
    words = words.strip()
    if not _ONLY_CONSONANTS.fullmatch(words):
        return ""
    return "".join(_PLAIN[_TENSE[sign]] if sign in _TENSE else keys(sign) for sign in words)


def asked_number(words: str) -> str:
    """Return the digits of a query that is a number, a Korean telephone from its 0 on."""
    if not _NUMBER.fullmatch(words):
        return ""
    found = re.sub(r"\D", "", unicodedata.normalize("NFKC", words))
    return f"0{found[2:].removeprefix('0')}" if words.strip().startswith("+82") else found


def parts(typed: str, most: int = 4, shortest: int = 3) -> list[str]:
    """Cut keys into pieces that can be looked up each; a slip of typing spoils one or two."""
    count = min(most, len(typed) // shortest)
    if count < 2:
        return []
    length, longer = divmod(len(typed), count)
    cuts = [0]
    for piece in range(count):
        cuts.append(cuts[-1] + length + (piece < longer))
    return [typed[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def likeness(one: str, other: str) -> float:
    """Return the share of three-letter pieces that two strings of keys have in common, 0 to 1."""
    left, right = _trigrams(one), _trigrams(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def _trigrams(typed: str) -> set[str]:
    """Return the pieces with the beginning counting twice and the end once, as pg_trgm does."""
    padded = f"  {typed} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)} if typed else set()
