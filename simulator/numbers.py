"""Which numbers can be texted, and which demo numbers fail on purpose."""

from __future__ import annotations

import re

E164 = re.compile(r"\+[1-9]\d{6,14}")
KOREAN = re.compile(r"\+82[1-9]\d{6,9}")
SERVICE_NUMBER = re.compile(r"\+821[5-8]\d{6}")  # 1588-1234: no area code, dialled without 0
KOREAN_MOBILE = re.compile(r"\+821(?:0\d{8}|[16789]\d{7,8})")

# Demo numbers that accept a text and never receive it: Twilio's error code by prefix.
LOST_ON_THE_WAY = {
    "+82100999": 30005,  # no such phone
    "+82100998": 30003,  # switched off
}
OPTED_OUT = "+82100997"


def delivery_error(number: str) -> int | None:
    """Return the error code a text to this number ends with, or None when it arrives."""
    return next(
        (code for prefix, code in LOST_ON_THE_WAY.items() if number.startswith(prefix)), None
    )


def from_address(text: str) -> str | None:
    """Read a number from a page's address: +8210…, 8210… or 010…, with or without hyphens."""
    digits = re.sub(r"[-\s]", "", text)
    if digits.startswith("0"):
        digits = "+82" + digits[1:]
    elif not digits.startswith("+"):
        digits = "+" + digits
    return digits if E164.fullmatch(digits) else None


def as_dialled(number: str) -> str:
    """Write a number the way people in Korea do: 010-1234-5678, 02-123-4567."""
    if not number.startswith("+82"):
        return number
    if SERVICE_NUMBER.fullmatch(number):
        return f"{number[3:7]}-{number[7:]}"
    digits = "0" + number[3:]
    area = 2 if digits.startswith("02") else 3
    if len(digits) < area + 7:
        return digits
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"
