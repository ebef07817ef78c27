"""Names shortened for people who need not know them (custom; no statute fixes a pattern)."""

from __future__ import annotations

import re
import unicodedata

_HANGUL = re.compile(r"[가-힣]")


def masked_name(name: str) -> str:
    """Return a name that its owner recognises and others cannot use: 김*수, 홍*, N***** V**."""
    words = unicodedata.normalize("NFC", name).split()
    whole = "".join(words)
    if len(whole) == 1:
        return "*"
    if _HANGUL.search(whole):
        return _masked_korean(whole)
    return " ".join(word[0] + "*" * (len(word) - 1) for word in words)


def _masked_korean(name: str) -> str:
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def masked_phone(national: str) -> str:
    """Return 010-****-1234: the middle is hidden everywhere in the same way."""
    digits = [character for character in national if character.isdigit()]
    if len(digits) < 8:
        return "*" * len(digits)
    return f"{''.join(digits[:3])}-****-{''.join(digits[-4:])}"
