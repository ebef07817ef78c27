from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
LENGTH = 10
LOWEST_OFFICE = 100  # the first three digits name a tax office and start above this


class BusinessNumberState(StrEnum):
    """How far a business registration number can be trusted."""

    VALID = "VALID"
    WRONG = "WRONG"
    MASKED = "MASKED"  # open registers hide the last digits
    BLANK = "BLANK"  # an unregistered shop: normal, not an error


@dataclass(frozen=True)
class BusinessNumber:
    """A business registration number (사업자등록번호) as a register gives it."""

    state: BusinessNumberState
    digits: str | None  # ten digits, only when VALID
    known: str  # whatever digits are visible, e.g. the first six of a masked number


def recognise(raw: str) -> BusinessNumber:
    """Judge a cell that should hold a business registration number."""
    text = unicodedata.normalize("NFKC", raw).strip()
    known = normalise(text)
    if re.search(r"[*●○xX]", text):
        return BusinessNumber(BusinessNumberState.MASKED, None, known)
    if not text or text == "-":
        return BusinessNumber(BusinessNumberState.BLANK, None, "")
    if is_valid(known):
        return BusinessNumber(BusinessNumberState.VALID, known, known)
    return BusinessNumber(BusinessNumberState.WRONG, None, known)


def normalise(raw: str) -> str:
    """Return only the digits, full-width ones made plain."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", raw))


def is_valid(digits: str) -> bool:
    """
    Check the tenth digit against the other nine.

    Every change of one digit is caught: 1, 3 and 7 share no factor with ten, and 5d + floor(5d/10)
    is different for each ninth digit. Not caught: most swaps of two neighbours five apart.
    """
    if not re.fullmatch(r"[0-9]{10}", digits) or int(digits[:3]) <= LOWEST_OFFICE:
        return False
    return check_digit(digits[: LENGTH - 1]) == int(digits[-1])


def check_digit(first_nine: str) -> int:
    """Return the check digit for the first nine digits."""
    values = [int(digit) for digit in first_nine]
    total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return -(total + values[-1] * 5 // 10) % 10


def written(digits: str) -> str:
    """Write ten digits the official way: 000-00-00000."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
