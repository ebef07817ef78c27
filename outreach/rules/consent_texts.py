"""
The texts under which people consent, as read out or signed; a version is never changed.

Each names the purpose, what is kept, for how long, and what a refusal means (개인정보 보호법
제15조②, 제22조). A new wording is a new row with its first day.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "data" / "consent_texts.csv"


@dataclass(frozen=True)
class ConsentText:
    """One wording for one purpose, from its first day until a later one."""

    purpose: str
    version: str
    in_force_date: date
    text_ko: str
    text_en: str

    def in_language(self, language: str) -> str:
        """Return the wording in Korean, or in English for whoever reads English."""
        return self.text_en if language == "en" else self.text_ko


class NoConsentText(LookupError):
    """No such wording is on record."""


def text_in_force(purpose: str, day: date) -> ConsentText:
    """
    Return the wording to be read out on a day.

    :raises NoConsentText: none was in force
    """
    begun = [text for text in consent_texts() if text.purpose == purpose]
    begun = [text for text in begun if text.in_force_date <= day]
    if not begun:
        raise NoConsentText(purpose)
    return max(begun, key=lambda text: text.in_force_date)


def find_text(purpose: str, version: str) -> ConsentText | None:
    """Return the wording that somebody answered to."""
    for text in consent_texts():
        if (text.purpose, text.version) == (purpose, version):
            return text
    return None


@cache
def consent_texts() -> tuple[ConsentText, ...]:
    """Return every wording there is, of each purpose the oldest first."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return tuple(
            ConsentText(
                purpose=row["purpose"],
                version=row["version"],
                in_force_date=date.fromisoformat(row["in_force_date"]),
                text_ko=row["text_ko"],
                text_en=row["text_en"],
            )
            for row in csv.DictReader(file)
        )
