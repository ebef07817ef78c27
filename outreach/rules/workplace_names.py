from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Legal forms, as written in full or in brackets; the one-sign forms (㈜, ㈔) become the bracketed
# ones by NFKC. A name is compared without them, because each register writes them otherwise.
LEGAL_FORMS = (
    "주식회사",
    "유한책임회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "사단법인",
    "재단법인",
    "농업회사법인",
    "어업회사법인",
    "영농조합법인",
    "사회적협동조합",
    "협동조합",
)
_FORMS = "|".join(LEGAL_FORMS)
FORM = re.compile(rf"^(?:{_FORMS})|(?:{_FORMS})$")
BRACKETED_FORM = re.compile(r"\((?:주|유|합|사|재|자|복|특|의|학|농)\)|^[주유]\)|\([주유]$")
BRACKETS = str.maketrans("[]{}<>〔〕【】〈〉《》「」", "()()()()()()()()")
# The head office is the firm; other branches stay apart, however their number is written.
HEAD_OFFICE = re.compile(r"(?<=..)\(?(?:본점|본사|본관)\)?$")
BRANCH = re.compile(
    r"\(?제?(\d+)(공장|지점|사업장|작업장|호점)\)?$|\(([가-힣]{1,6}(?:공장|지점|지사|점))\)$"
)
FORM_TRACES = re.compile(r"회사|법인|조합|[()]|본[점사관]")  # without one there is no form
SIGNS = re.compile(r"[.,·ㆍ'\"`*_~!?/-]")
LATIN = re.compile(r"[a-z]")
ENGLISH_FORM = re.compile(r"(?:[,.\s]+(?:co\.?,?\s*ltd|inc|corp|ltd)\.?)+$")
DIGITS = re.compile(r"\d+")
LONG_NAME = 5
SHORTEST_NAME = 2  # of one syllable everything is a slip away
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


def tidy(name: str) -> str:
    """Return the name as it should be stored: one line, single blanks, composed letters."""
    if not name:
        return ""
    if not name.isprintable():  # a line break, a zero-width letter
        name = INVISIBLE.sub("", name)
    return " ".join(unicodedata.normalize("NFC", name).split())


@lru_cache(maxsize=8192)
def comparable(name: str) -> str:
    """
    Return the form by which two spellings of one firm's name meet.

    Legal forms, blanks, full-width letters and case do not count: "(주) 한빛도장", "㈜한빛도장" and
    "한빛도장 주식회사" are one. A name of nothing but a legal form is kept.
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", name)).casefold()
    one_line = " ".join(unicodedata.normalize("NFKC", plain).translate(BRACKETS).split())
    whole = "".join(one_line.split())
    english = ENGLISH_FORM.sub("", one_line) if LATIN.search(one_line) else one_line
    bare = "".join(english.split())
    if not bare.isalnum():
        bare = SIGNS.sub("", bare)
    while FORM_TRACES.search(bare) and (shorter := _without_form(bare)) != bare:
        bare = shorter
    # Only what ends so can name a branch, and nearly no name does.
    return (BRANCH.sub(_branch, bare) if bare.endswith(("장", "점", ")")) else bare) or whole


def similar(one: str, other: str) -> bool:
    """
    Tell whether two names differ by no more than a slip of typing.

    Names are compared by their letters (자모), one of which may differ, or two in a name of five
    syllables or more; numbers must be the same, because 1공장 is not 2공장.
    """
    left, right = comparable(one), comparable(other)
    if left == right:
        return bool(left)
    slips = 2 if min(len(left), len(right)) >= LONG_NAME else 1
    if min(len(left), len(right)) < SHORTEST_NAME or abs(len(left) - len(right)) > 1:
        return False
    if DIGITS.findall(left) != DIGITS.findall(right):
        return False
    return _within(unicodedata.normalize("NFD", left), unicodedata.normalize("NFD", right), slips)


def _within(left: str, right: str, most: int) -> bool:
    """Tell whether so few letters are changed, added, left out or swapped with the next."""
    if abs(len(left) - len(right)) > most:
        return False
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        line = [row]
        for column, sign in enumerate(right, start=1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != sign))
            swapped = (
                row > 1 and column > 1 and left[row - 2] == sign and right[column - 2] == letter
            )
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return False
        before, last = last, line
    return last[-1] <= most


def _branch(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}" if found[1] else found[3]


def _without_form(text: str) -> str:
    """Take away legal forms in brackets, one at the beginning and the end, and "head office"."""
    return HEAD_OFFICE.sub("", FORM.sub("", BRACKETED_FORM.sub("", text)))
