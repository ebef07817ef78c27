from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

AREA_CODES = "02|03[1-3]|04[1-4]|05[1-5]|06[1-4]"
SEPARATORS = re.compile(r"[/,;|\n\r·•~&]|또는|및|(?=팩스|[Ff][Aa][Xx])")
NO_NUMBER = re.compile(r"\W*(?:없음|해당\s?없음|미상|무)?\W*")
# Numbers with nothing but a blank between them, looked for in what is too long for one number.
RUN_TOGETHER = re.compile(
    rf"(?:(?:{AREA_CODES}|01[016-9]|0[78]0|050\d)[\s).-]*\d{{3,4}}|1[568]\d\d)[\s.-]*\d{{4}}(?!\d)"
)
LONGEST_NUMBER = 12
EXTENSION = re.compile(r"(?:내선|교환|구내|ext\.?|#).*$", re.IGNORECASE)
FAX = re.compile(r"^\W*(?:팩스|fax|f(?![a-z]))", re.IGNORECASE)
MASK = re.compile(r"[*●○xX]{2,}")
SHORTEST_NUMBER = 7  # digits below this beside a real number are notes, not a second number


class PhoneKind(StrEnum):
    """What a number in a register turns out to be."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    INTERNET = "INTERNET"  # 070
    REPRESENTATIVE = "REPRESENTATIVE"  # 15xx, 16xx, 18xx; 080 is a switchboard of the same sort
    SAFE = "SAFE"  # 050x: a number that forwards to another
    RETIRED_MOBILE = "RETIRED_MOBILE"  # 011, 016, 017, 018, 019: the networks are closed
    MASKED = "MASKED"
    NONSENSE = "NONSENSE"
    BLANK = "BLANK"


class PhoneReason(StrEnum):
    """Why a number was judged as it was; a door turns it into a sentence."""

    AS_WRITTEN = "AS_WRITTEN"
    REPAIRED = "REPAIRED"  # one zero too many or too few, as spreadsheets leave them
    EMPTY = "EMPTY"
    HIDDEN = "HIDDEN"
    PLACEHOLDER = "PLACEHOLDER"  # 000, 010-0000-0000
    AREA_CODE_ONLY = "AREA_CODE_ONLY"
    NO_AREA_CODE = "NO_AREA_CODE"
    WRONG_LENGTH = "WRONG_LENGTH"
    UNKNOWN_CODE = "UNKNOWN_CODE"


# The shapes of the Korean numbering plan: kind, code and subscriber. Demonstration numbers
# (010-0xxx-xxxx, never given out) pass as mobiles on purpose.
SHAPES: tuple[tuple[PhoneKind, re.Pattern[str]], ...] = (
    (PhoneKind.REPRESENTATIVE, re.compile(r"(1[568]\d{2})(\d{4})")),
    (PhoneKind.MOBILE, re.compile(r"(010)(\d{8})")),
    (PhoneKind.RETIRED_MOBILE, re.compile(r"(01[16789])(\d{7,8})")),
    (PhoneKind.INTERNET, re.compile(r"(070)(\d{7,8})")),
    (PhoneKind.REPRESENTATIVE, re.compile(r"(080)(\d{7,8})")),
    (PhoneKind.SAFE, re.compile(r"(050\d)(\d{7,8})")),
    (PhoneKind.LANDLINE, re.compile(rf"({AREA_CODES})(\d{{7,8}})")),
)
CALLABLE = frozenset({kind for kind, _ in SHAPES} - {PhoneKind.RETIRED_MOBILE})


@dataclass(frozen=True)
class Phone:
    """One number of a cell: what it is, how to write it, and whether a text can reach it."""

    kind: PhoneKind
    e164: str | None
    national: str
    textable: bool
    reason: PhoneReason

    @property
    def callable(self) -> bool:
        """Say whether somebody can be reached by calling it."""
        return self.kind in CALLABLE


def recognise(raw: str) -> Phone:
    """Return the most useful number of a cell: a textable one, else a callable one, else any."""
    found = recognise_all(raw)
    if not found:
        return Phone(PhoneKind.BLANK, None, "", False, PhoneReason.EMPTY)
    return min(found, key=lambda phone: (not phone.textable, not phone.callable))


def recognise_all(raw: str) -> tuple[Phone, ...]:
    """Return each different number of a cell in the order written; a blank cell has none."""
    # Full-width digits and every kind of dash become plain ones.
    text = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", raw))
    pieces = [
        EXTENSION.sub("", piece).strip()
        for part in SEPARATORS.split(text)
        for piece in _apart(part)
    ]
    phones = [_judge(piece) for piece in pieces if not _says_nothing(piece)]
    if any(phone.kind is not PhoneKind.NONSENSE for phone in phones):
        phones = [phone for phone in phones if not _is_a_note(phone)]
    return tuple(dict.fromkeys(phones))


def national_format(e164: str) -> str:
    """Write a stored number the way Koreans read it: +821012345678 is 010-1234-5678."""
    digits = e164.removeprefix("+82")
    written = _shape(digits) or _shape("0" + digits)
    if digits == e164 or written is None:
        raise ValueError("not a Korean number in E.164")
    return _written(*written[1:])


def _apart(part: str) -> list[str]:
    numbers = RUN_TOGETHER.findall(part) if len(_digits(part)) > LONGEST_NUMBER else []
    return numbers if len(numbers) > 1 else [part]


def _says_nothing(piece: str) -> bool:
    if MASK.search(piece):
        return False
    return NO_NUMBER.fullmatch(piece) is not None or FAX.match(piece) is not None


def _is_a_note(phone: Phone) -> bool:
    return phone.kind is PhoneKind.NONSENSE and len(_digits(phone.national)) < SHORTEST_NUMBER


def _judge(piece: str) -> Phone:
    if MASK.search(piece):
        return Phone(PhoneKind.MASKED, None, piece, False, PhoneReason.HIDDEN)
    digits = _digits(piece)
    for reason, candidate in _readings(digits):
        shape = _shape(candidate)
        if shape is not None and not _is_placeholder(shape):
            kind, code, subscriber = shape
            e164 = "+82" + (code + subscriber).removeprefix("0")
            textable = kind is PhoneKind.MOBILE
            return Phone(kind, e164, _written(code, subscriber), textable, reason)
    return Phone(PhoneKind.NONSENSE, None, piece, False, _complaint(digits))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _readings(digits: str) -> list[tuple[PhoneReason, str]]:
    """Return the ways to read the digits: as they are, then repaired."""
    readings = [(PhoneReason.AS_WRITTEN, digits)]
    country = re.fullmatch(r"(?:00)?82(0?\d{8,11})", digits)
    if country:
        bare = country[1]
        whole = bare if bare.startswith("0") or _shape(bare) else "0" + bare
        readings.append((PhoneReason.AS_WRITTEN, whole))
    if re.fullmatch(r"02(1[568]\d{6})", digits):  # 02-1588-0000: the area code is superfluous
        readings.insert(0, (PhoneReason.REPAIRED, digits[2:]))
    if digits.startswith("00"):
        readings.append((PhoneReason.REPAIRED, digits[1:]))
    elif digits[:1] != "0" and len(digits) >= 9:  # a number cell lost its leading zero
        readings.append((PhoneReason.REPAIRED, "0" + digits))
    return readings


def _shape(digits: str) -> tuple[PhoneKind, str, str] | None:
    for kind, pattern in SHAPES:
        match = pattern.fullmatch(digits)
        if match:
            return kind, match[1], match[2]
    return None


def _is_placeholder(shape: tuple[PhoneKind, str, str]) -> bool:
    """Say whether the subscriber part is only zeros; 1588-0000 is a real form of number."""
    _, code, subscriber = shape
    return not code.startswith("1") and not subscriber.strip("0") and not code.startswith("050")


def _complaint(digits: str) -> PhoneReason:
    if not digits.strip("0"):
        return PhoneReason.PLACEHOLDER
    if re.fullmatch(rf"{AREA_CODES}|0[157]\d", digits):
        return PhoneReason.AREA_CODE_ONLY
    if re.fullmatch(r"[2-9]\d{6,7}", digits):
        return PhoneReason.NO_AREA_CODE
    if re.match(rf"(?:{AREA_CODES}|01[016-9]|050\d|0[78]0)", digits):
        return PhoneReason.WRONG_LENGTH if digits[3:].strip("0") else PhoneReason.PLACEHOLDER
    return PhoneReason.UNKNOWN_CODE


def _written(code: str, subscriber: str) -> str:
    if len(subscriber) <= 4:
        return f"{code}-{subscriber}"
    return f"{code}-{subscriber[:-4]}-{subscriber[-4:]}"
