"""Names shortened for people who need not know them (custom; no statute fixes a pattern)."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """Return 홍*, 김*수, 남**수 or `J*** D**`: the first letter, and the last of three or more."""
    return " ".join(_masked_word(word) for word in name.split())


def _masked_word(word: str) -> str:
    if len(word) < 2:
        return word
    if word.isascii() or len(word) == 2:
        return word[0] + "*" * (len(word) - 1)
    return word[0] + "*" * (len(word) - 2) + word[-1]


def masked_phone(national: str) -> str:
    """Return 010-****-1234: the middle is hidden everywhere in the same way."""
    digits = [character for character in national if character.isdigit()]
    if len(digits) < 8:
        return "*" * len(digits)
    return f"{''.join(digits[:3])}-****-{''.join(digits[-4:])}"
