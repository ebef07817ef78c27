"""The words of the machine face in two languages: rules know no gettext, so they are a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from safety.rules.tables import read_table


class Language(StrEnum):
    """The languages a derivation is told in."""

    KO = "ko"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    ko: str
    en: str

    def in_(self, language: Language) -> str:
        return self.ko if language is Language.KO else self.en


WORDS: Mapping[tuple[str, str], Words] = {
    (row["group"], row["key"]): Words(row["ko"], row["en"]) for row in read_table("words")
}


def word(group: str, key: str, language: Language) -> str:
    """Return a text of the table; a fault in the table stops here, not on paper."""
    return WORDS[group, key].in_(language)


def word_or_key(group: str, key: str, language: Language) -> str:
    """Return a text of the table, or the key itself where it is a name of its own."""
    words = WORDS.get((group, key))
    return words.in_(language) if words else key
