from __future__ import annotations

import re
import unicodedata

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
)
BRACKETED_FORM = re.compile(r"\((?:주|유|합|사|재|자|복|특|의|학|농)\)")
ENGLISH_FORM = re.compile(r"(?:[,.\s]+(?:co\.?,?\s*ltd|inc|corp|ltd)\.?)+$")
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


def tidy(name: str) -> str:
    """Return the name as it should be stored: one line, single blanks, composed letters."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", name)).split())


def comparable(name: str) -> str:
    """
    Return the form by which two spellings of one firm's name meet.

    Legal forms, blanks, full-width letters and case do not count: "(주) 한빛도장", "㈜한빛도장" and
    "한빛도장 주식회사" are one. A name of nothing but a legal form is kept.
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", name)).casefold()
    one_line = " ".join(unicodedata.normalize("NFKC", plain).split())
    whole = "".join(one_line.split())
    bare = "".join(ENGLISH_FORM.sub("", one_line).split())
    while (shorter := _without_form(bare)) != bare:
        bare = shorter
    return bare or whole


def _without_form(text: str) -> str:
    """Take away the legal forms in brackets, and one at the beginning and the end."""
    text = BRACKETED_FORM.sub("", text)
    for form in LEGAL_FORMS:
        text = text.removeprefix(form).removesuffix(form)
    return text
