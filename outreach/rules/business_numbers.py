from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from operator import mul

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
ZERO = ord("0")
LENGTH = 10
SITE_LENGTH = 4
LOWEST_OFFICE = 100  # the first three digits name a tax office and start above this
DIGITS = re.compile(r"[0-9]{10}")
NO_DIGITS = re.compile(r"[^0-9]")
PLAIN = re.compile(r"([0-9]{3})-?([0-9]{2})-?([0-9]{5})")  # as most cells are
WRITTEN = re.compile(
    r"(?<![0-9])(?P<firm>[0-9]{3}[\s.-]*[0-9]{2}[\s.-]*[0-9]{5})"
    r"(?:\s*[-/(\s]?\s*(?:종사업장\D*)?(?P<site>[0-9]{4})\)?)?(?![0-9])"
)
MASK = re.compile(r"[*●○•xX](?=.*[0-9*●○•xX])|(?<=[0-9])[*●○•xX]")  # a lone x says "none"
SHORTENED = re.compile(r"[0-9](?:\.(?P<rest>[0-9]*))?[eE]\+?0?9")
WHOLE = re.compile(r"(?<=[0-9])\.0+$")  # a number cell's 1248100998.0
LETTERS = str.maketrans("OolI|", "00111")


class BusinessNumberState(StrEnum):
    """How far a business registration number can be trusted."""

    VALID = "VALID"
    WRONG = "WRONG"
    MASKED = "MASKED"  # open registers hide the last digits
    LOST = "LOST"  # a spreadsheet shortened it to 1.01235E+09
    BLANK = "BLANK"  # an unregistered shop: normal, not an error


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """A business registration number (사업자등록번호) as a register gives it."""

    state: BusinessNumberState
    digits: str | None  # ten digits, only when VALID
    known: str  # whatever digits are visible, e.g. the first six of a masked number
    site_no: str = ""  # four digits (종사업장번호) written behind it
    repaired: bool = False  # letters stood for digits, and the check digit says which


NO_NUMBER = BusinessNumber(BusinessNumberState.BLANK, None, "")


def recognise(raw: str) -> BusinessNumber:
    """
    Judge a cell that should hold a business registration number.

    No tax office begins with a zero, so nine digits are never a number that lost one: they are
    wrong, as are two different numbers in one cell. The check digit must bear out every repair.
    """
    if not raw:
        return NO_NUMBER
    plain = PLAIN.fullmatch(raw)
    if plain and is_valid(digits := plain[1] + plain[2] + plain[3]):
        return BusinessNumber(BusinessNumberState.VALID, digits, digits)
    text = WHOLE.sub("", unicodedata.normalize("NFKC", raw).strip())
    known = normalise(text)
    if MASK.search(text):
        return BusinessNumber(BusinessNumberState.MASKED, None, known)
    if not known.strip("0"):  # words such as 없음 or 미등록, and 000-00-00000, whose digits fit
        return NO_NUMBER
    shortened = SHORTENED.fullmatch(text)
    if shortened:
        known = known[:-2] if text[-2] == "0" else known[:-1]
        if not is_valid(known):
            return BusinessNumber(BusinessNumberState.LOST, None, known)
    found = _written(known if shortened else text)
    return found or BusinessNumber(BusinessNumberState.WRONG, None, known)


def _written(text: str) -> BusinessNumber | None:
    """Return the one true number of a text, as it stands or with digits for letters."""
    for repaired, reading in ((False, text), (True, text.translate(LETTERS))):
        found = {
            (digits, match["site"] or "")
            for match in WRITTEN.finditer(reading)
            if is_valid(digits := normalise(match["firm"]))
        }
        if len(found) == 1:
            digits, site = found.pop()
            site_no = site if site.strip("0") else ""
            state = BusinessNumberState.VALID
            return BusinessNumber(state, digits, digits, site_no, repaired=repaired)
    return None


def normalise(raw: str) -> str:
    """Return only the digits, full-width ones made plain."""
    return NO_DIGITS.sub("", unicodedata.normalize("NFKC", raw)) if raw else ""


def is_valid(digits: str) -> bool:
    """
    Check the tenth digit against the other nine.

    Every change of one digit is caught: 1, 3 and 7 share no factor with ten, and 5d + floor(5d/10)
    is different for each ninth digit. Not caught: most swaps of two neighbours five apart.
    """
    if not DIGITS.fullmatch(digits) or int(digits[:3]) <= LOWEST_OFFICE:
        return False
    return check_digit(digits[: LENGTH - 1]) == int(digits[-1])


def check_digit(first_nine: str) -> int:
    """Return the check digit for the first nine digits."""
    total: int = sum(map(mul, WEIGHTS, [ord(digit) - ZERO for digit in first_nine]))
    return -(total + (ord(first_nine[-1]) - ZERO) * 5 // 10) % 10


def written(digits: str) -> str:
    """Write ten digits the official way: 000-00-00000."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
