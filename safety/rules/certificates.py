"""A certificate's number and its public code."""

from __future__ import annotations

import re
import unicodedata

# Without 0 and O, 1, I and L, and U (a slip of V): 18 letters are 88 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 18
CODE_GROUP = 6
RANDOM_BYTES = 20

_NUMBER = re.compile(r"제?([0-9]{4})-([0-9]{4,})호?")


def certificate_number(year: int, serial: int) -> str:
    """Return a certificate's number: 제2026-0001호, the serial restarting each year."""
    if serial < 1:
        raise ValueError(serial)
    return f"제{year:04d}-{serial:04d}호"


def parse_certificate_number(text: str) -> tuple[int, int] | None:
    """Return year and serial of a number as people type it, None if it is not one."""
    match = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None or int(match[2]) == 0:
        return None
    return int(match[1]), int(match[2])


def public_code(random_bytes: bytes) -> str:
    """Return a code nobody can guess, made from random bytes that are handed in."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(len(random_bytes))
    number = int.from_bytes(random_bytes, "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, letter = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[letter])
    return "".join(letters)


def shown_public_code(code: str) -> str:
    """Return a code in groups, easier to read aloud."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def parse_public_code(text: str) -> str | None:
    """Return a code as people type it, in small letters or groups, None if it cannot be one."""
    code = "".join(unicodedata.normalize("NFKC", text).upper().replace("-", " ").split())
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
        return None
    return code
