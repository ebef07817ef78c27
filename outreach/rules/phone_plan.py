"""The Korean numbering plan (전기통신번호관리세칙): what a row of digits can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

AREA_CODES = "02|03[1-3]|04[1-4]|05[1-5]|06[1-4]"


class PhoneKind(StrEnum):
    """What a number in a register turns out to be."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    INTERNET = "INTERNET"  # 070
    REPRESENTATIVE = "REPRESENTATIVE"  # 15xx, 16xx, 18xx; 080 is a switchboard of the same sort
    SAFE = "SAFE"  # 050x: a number that forwards to another
    RETIRED_MOBILE = "RETIRED_MOBILE"  # 011, 016, 017, 018, 019: the networks are closed
    PAID = "PAID"  # 060: a paid service, nobody's telephone
    DEVICE = "DEVICE"  # 012, 013x, 015: pagers, modems and meters
    FOREIGN = "FOREIGN"  # of another country
    MASKED = "MASKED"
    NONSENSE = "NONSENSE"
    BLANK = "BLANK"


class PhoneReason(StrEnum):
    """Why a number was judged as it was; a door turns it into a sentence."""

    AS_WRITTEN = "AS_WRITTEN"
    REPAIRED = "REPAIRED"  # a zero too many or too few, as spreadsheets leave them; O for 0
    AREA_ADDED = "AREA_ADDED"  # the area code is that of the address
    EMPTY = "EMPTY"
    HIDDEN = "HIDDEN"
    PLACEHOLDER = "PLACEHOLDER"  # 000, 010-0000-0000
    DIGITS_LOST = "DIGITS_LOST"  # 1.01E+09
    AREA_CODE_ONLY = "AREA_CODE_ONLY"
    NO_AREA_CODE = "NO_AREA_CODE"
    WRONG_LENGTH = "WRONG_LENGTH"
    UNKNOWN_CODE = "UNKNOWN_CODE"


# The shapes: kind, code and subscriber. Demonstration numbers (010-0xxx-xxxx, never given out)
# pass as mobiles on purpose.
SHAPES: tuple[tuple[PhoneKind, re.Pattern[str]], ...] = (
    (PhoneKind.REPRESENTATIVE, re.compile(r"(1[568]\d{2})(\d{4})")),
    (PhoneKind.MOBILE, re.compile(r"(010)(\d{8})")),
    (PhoneKind.RETIRED_MOBILE, re.compile(r"(01[16789])(\d{7,8})")),
    (PhoneKind.INTERNET, re.compile(r"(070)(\d{7,8})")),
    (PhoneKind.REPRESENTATIVE, re.compile(r"(080)(\d{7,8})")),
    (PhoneKind.SAFE, re.compile(r"(050\d)(\d{7,8})")),
    (PhoneKind.PAID, re.compile(r"(060)(\d{7,8})")),
    (PhoneKind.DEVICE, re.compile(r"(013\d|01[25])(\d{6,8})")),
    (PhoneKind.LANDLINE, re.compile(rf"({AREA_CODES})(\d{{7,8}})")),
)
# The first two digits leave few shapes to try.
_STARTS: dict[PhoneKind, tuple[str, ...]] = {
    PhoneKind.MOBILE: ("01",),
    PhoneKind.RETIRED_MOBILE: ("01",),
    PhoneKind.DEVICE: ("01",),
    PhoneKind.LANDLINE: ("02", "03", "04", "05", "06"),
    PhoneKind.SAFE: ("05",),
    PhoneKind.PAID: ("06",),
    PhoneKind.INTERNET: ("07",),
    PhoneKind.REPRESENTATIVE: ("08", "15", "16", "18"),
}
SHAPES_BY_START = {
    start: tuple(shape for shape in SHAPES if start in _STARTS[shape[0]])
    for start in sorted({start for starts in _STARTS.values() for start in starts})
}
UNREACHABLE = frozenset({PhoneKind.RETIRED_MOBILE, PhoneKind.PAID, PhoneKind.DEVICE})
CALLABLE = frozenset({kind for kind, _ in SHAPES} - UNREACHABLE)
# Nobody's telephone: shown to staff as written and never kept as a number to call.
WITHOUT_E164 = frozenset({PhoneKind.PAID, PhoneKind.DEVICE})

COUNTRY = re.compile(r"(?:00(?:[1-9]|[3-7]\d{2})?)?82(0?\d{8,11})")
WITH_AREA = re.compile(r"021[568]\d{6}")  # 02-1588-0000: the area code is superfluous
LOCAL = re.compile(r"[2-9]\d{6,7}")
DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number of a cell: what it is, how to write it, and whether a text can reach it."""

    kind: PhoneKind
    e164: str | None
    national: str
    textable: bool
    reason: PhoneReason
    name: str = ""  # of the person written beside it
    extension: str = ""

    @property
    def callable(self) -> bool:
        """Say whether somebody can be reached by calling it."""
        return self.kind in CALLABLE


class Shape(NamedTuple):
    """A number of the plan taken apart."""

    kind: PhoneKind
    code: str
    subscriber: str

    @property
    def written(self) -> str:
        """Return the number as Koreans write it."""
        if len(self.subscriber) <= 4:
            return f"{self.code}-{self.subscriber}"
        return f"{self.code}-{self.subscriber[:-4]}-{self.subscriber[-4:]}"

    @property
    def is_placeholder(self) -> bool:
        """Say whether the subscriber part is only zeros; 1588-0000 is a real form of number."""
        if self.code[0] == "1" or self.code.startswith("050"):
            return False
        return not self.subscriber.strip("0")


def shape_of(digits: str) -> Shape | None:
    """Return what the digits are in the plan, or nothing."""
    for kind, pattern in SHAPES_BY_START.get(digits[:2], ()):
        match = pattern.fullmatch(digits)
        if match:
            return Shape(kind, match[1], match[2])
    return None


def judge(digits: str, *, as_given: str, area_code: str = "", lettered: bool = False) -> Phone:
    """Return the number that the digits are, as they stand or repaired, or why they are none."""
    for reason, candidate in _readings(digits, area_code):
        shape = shape_of(candidate)
        if shape is not None and not shape.is_placeholder:
            e164 = "+82" + (shape.code + shape.subscriber).removeprefix("0")
            return Phone(
                shape.kind,
                None if shape.kind in WITHOUT_E164 else e164,
                shape.written,
                shape.kind is PhoneKind.MOBILE,
                PhoneReason.REPAIRED if lettered else reason,
            )
    return Phone(PhoneKind.NONSENSE, None, as_given, False, _complaint(digits))


def national_format(e164: str) -> str:
    """Write a stored number the way Koreans read it: +821012345678 is 010-1234-5678."""
    digits = e164.removeprefix("+82")
    shape = shape_of(digits) or shape_of("0" + digits)
    if digits == e164 or shape is None:
        raise ValueError("not a Korean number in E.164")
    return shape.written


def _readings(digits: str, area_code: str) -> Iterator[tuple[PhoneReason, str]]:
    """Yield the ways to read the digits: as they are, then repaired."""
    if digits.startswith("021") and WITH_AREA.fullmatch(digits):
        yield PhoneReason.REPAIRED, digits[2:]
    yield PhoneReason.AS_WRITTEN, digits
    country = COUNTRY.fullmatch(digits)
    if country:
        bare = country[1]
        whole = bare if bare.startswith("0") or shape_of(bare) else "0" + bare
        yield PhoneReason.AS_WRITTEN, whole
    if digits.startswith("00"):
        yield PhoneReason.REPAIRED, digits[1:]
    elif digits[:1] != "0" and len(digits) >= 9:  # a number cell lost its leading zero
        yield PhoneReason.REPAIRED, "0" + digits
    elif area_code and LOCAL.fullmatch(digits) and not DATE.fullmatch(digits):
        yield PhoneReason.AREA_ADDED, area_code + digits


def _complaint(digits: str) -> PhoneReason:
    if not digits.strip("0"):
        return PhoneReason.PLACEHOLDER
    if re.fullmatch(rf"{AREA_CODES}|0[157]\d", digits):
        return PhoneReason.AREA_CODE_ONLY
    if LOCAL.fullmatch(digits):
        return PhoneReason.NO_AREA_CODE
    if re.match(rf"(?:{AREA_CODES}|01[016-9]|050\d|0[78]0)", digits):
        return PhoneReason.WRONG_LENGTH if digits[3:].strip("0") else PhoneReason.PLACEHOLDER
    return PhoneReason.UNKNOWN_CODE
