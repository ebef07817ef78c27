"""Resident numbers (주민등록번호), which this product must not hold (개인정보 보호법 제24조의2)."""

from __future__ import annotations

import re
import unicodedata

# Six digits, a dash or blanks or nothing, and seven more, of which all but the first may be hidden.
# Passports, firms and telephones are shorter; of the rest it is better to ask once too often.
SHAPE = re.compile(r"(?<!\d)\d{6}\s*[-–—]?\s*\d(?:\s*[\d*●○•xX]){6}(?!\d)")
DASHES = re.compile(r"[‐-―−﹣ー]")
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


def holds_resident_number(text: str) -> bool:
    """Tell whether a text holds what looks like a resident or foreigner number (000000-0000000)."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return SHAPE.search(DASHES.sub("-", plain)) is not None
