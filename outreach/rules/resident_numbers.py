"""Resident numbers (주민등록번호), which this product must not hold (개인정보 보호법 제24조의2)."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

MARK = "●●●●●●-●●●●●●●"  # what stands where a number was taken out
SHORTEST = 13
LEAP_YEAR = 2000
FEWEST_VISIBLE = 4  # of a number hidden in part; fewer tell nobody apart

_MASKS = "*●○•∗◦■□xX"
_DIGIT = "[0-9OolI|]"  # with the letters that hands and scanners take for 0 and 1
_EITHER = f"[0-9OolI|{_MASKS}]"
_JOIN = r"[\s\-./_~:·,]"
# Six of a birth date, perhaps spaced or with its century, then seven of which the first is 1 to 8:
# 9 and 0 were for people born before 1900 and stand in numbers of firms (110111-0012345).
SHAPE = re.compile(
    r"(?<![0-9])(?:(?:19|20)(?=[0-9]{6}\s?-|[0-9]{2}(?P<gap>[ .\-/])[0-9]{2}(?P=gap)))?"
    rf"(?P<front>{_EITHER}{{6}}|{_DIGIT}{{2}}(?P<dot>[ .\-/]){_DIGIT}{{2}}(?P=dot){_DIGIT}{{2}}"
    rf"|{_DIGIT}(?:\s{_DIGIT}){{5}})"
    rf"(?P<join>{_JOIN}{{0,3}})(?P<back>[1-8lI|{_MASKS}](?:\s?{_EITHER}){{6}})(?![0-9])"
)
MASKED = re.compile(
    rf"(?<![0-9])(?P<front>[0-9]{{6}})\s*-?\s*(?P<seventh>[0-9])(?:\s*[{_MASKS}]){{6}}(?![0-9])"
)
SHORT = re.compile(rf"(?<![0-9])(?P<front>[0-9]{{6}})\s*-\s*(?P<seventh>[1-8])(?![0-9{_MASKS}])")
CENTURIES = {"9": 1800, "0": 1800, **dict.fromkeys("1256", 1900), **dict.fromkeys("3478", 2000)}

_LIKELY = re.compile(rf"[\d{_MASKS}＊ｘＸOolI|⓪①-⑨⁰¹²³⁴-⁹₀-₉Ｏｏｌ]")
# The last seven stand together, which is quick to rule out in a text of usual signs.
_USUAL = re.compile(r"[\x00-\x7f가-힣㈜·ㆍ]*")
_TOGETHER = re.compile(rf"{_EITHER}(?:\s?{_EITHER}){{6}}")
_DASHES = re.compile(r"[‐-―−﹣ーㅡ－﹘~∼]")
_LETTERS = str.maketrans("OolI|", "00111")
_GAPS = (0, 6)  # blanks between the last seven: none, or one between any two
_UNSEEN = {"Cf", "Mn", "Me"}  # zero-width letters, joiners, what stands over another sign


def holds_resident_number(text: str) -> bool:
    """Tell whether a text holds what looks like a resident or foreigner number (000000-0000000)."""
    return next(_places(text, keep_masked=False), None) is not None


def may_hold_resident_number(text: str) -> bool:
    """Rule most texts out quickly; also a whole row of cells with a sign between them."""
    if len(text) < SHORTEST:
        return False
    if _USUAL.fullmatch(text):
        return _TOGETHER.search(text) is not None
    return len(_LIKELY.findall(text)) >= SHORTEST


def without_resident_numbers(text: str, *, keep_masked: bool = False) -> str:
    """
    Return the text with `MARK` in place of what looks like a resident or foreigner number.

    Numbers of firms whose first six digits are no date stay, as do telephones and dates. With
    `keep_masked` 880412-1****** stays too: it tells a birth date and is nobody's number.
    """
    pieces: list[str] = []
    done = 0
    for start, end in _places(text, keep_masked=keep_masked):
        pieces += (text[done:start], MARK)
        done = end
    return "".join((*pieces, text[done:])) if done else text


def birth_date_of_masked(text: str) -> date | None:
    """
    Return the birth date of a number whose rest is hidden or left out: 880412-1******, 880412-1.

    Never of a full one, which must not be used at all. The seventh digit tells the century.
    """
    plain = _plain(text)[0]
    if next(_places(text, keep_masked=True), None) is not None:
        return None
    found = MASKED.search(plain) or SHORT.search(plain)
    if found is None:
        return None
    front = found["front"]
    try:
        year = CENTURIES[found["seventh"]] + int(front[:2])
        return date(year, int(front[2:4]), int(front[4:]))
    except ValueError:
        return None


def _places(text: str, *, keep_masked: bool) -> Iterator[tuple[int, int]]:
    """Yield where numbers begin and end, in the text as it was written."""
    if not may_hold_resident_number(text):
        return
    plain, places = _plain(text)
    position = 0
    while found := SHAPE.search(plain, position):
        if _is_number(found, keep_masked=keep_masked):
            yield places[found.start()], places[found.end() - 1] + 1
            position = found.end()
        else:
            position = found.start() + 1


def _is_number(found: re.Match[str], *, keep_masked: bool) -> bool:
    front = re.sub(rf"{_JOIN}+", "", found["front"]).translate(_LETTERS)
    back = "".join(found["back"].split()).translate(_LETTERS)
    gaps = len(found["back"]) - len(back)
    if gaps not in _GAPS and "-" not in found["join"]:
        return False  # two telephones: 01012345678 02-123-4567
    visible = sum(sign.isdigit() for sign in front + back)
    if not front.isdigit():
        return "-" in found["join"] and visible >= FEWEST_VISIBLE
    if not _is_date(front):
        return False
    if back.isdigit():
        return True
    hides_all = not any(sign.isdigit() for sign in back[1:])
    return not (keep_masked and hides_all)


def _is_date(front: str) -> bool:
    month, day = int(front[2:4]), int(front[4:])
    return 1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR, month)[1]


def _plain(text: str) -> tuple[str, list[int] | range]:
    """Return the text in plain digits and dashes, and the place of each of its signs."""
    if text.isascii():
        return text, range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if unicodedata.category(sign) in _UNSEEN:
            continue
        for part in unicodedata.normalize("NFKC", sign):
            digit = unicodedata.decimal(part, None)
            signs.append(part if digit is None else str(digit))
            places.append(place)
    return _DASHES.sub("-", "".join(signs)), places
