"""The columns that a kind of list may have, and how people head them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from outreach.spreadsheet.contents import Content

FEWEST_HEADINGS = 2


@dataclass(frozen=True)
class Vocabulary:
    """
    The columns of one kind of list.

    Of each group in `required` a list needs one. Columns in `repeatable` may stand in a list more
    than once; of the others the first counts. `by_content` says by what a column is recognised
    when its heading says nothing; `by_sheet` is the column that the sheet's name may stand for.
    """

    code: str
    wordings: Mapping[str, str | Iterable[str]]
    required: Sequence[Sequence[str]]
    repeatable: frozenset[str] = frozenset()
    by_content: Mapping[str, Content] = field(default_factory=dict)
    by_sheet: str = ""

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """The column of each heading without blanks and signs; the first that claims one wins."""
        found: dict[str, str] = {}
        for column, words in self.wordings.items():
            for word in words.split() if isinstance(words, str) else words:
                found.setdefault(squeeze(word), column)
        return found

    def meaning(self, heading: str) -> str | None:
        """Return the column that a heading names, also behind a number or before a remark."""
        for text in (heading, NUMBERED.sub("", heading), heading.partition("(")[0]):
            column = self.meanings.get(squeeze(text))
            if column is not None:
                return column
        return None

    def recognise(self, headings: Sequence[str]) -> dict[int, str]:
        """Return which columns of a possible heading row we understand."""
        found: dict[int, str] = {}
        for index, heading in enumerate(headings):
            column = self.meaning(heading) if heading else None
            if column is not None and (column in self.repeatable or column not in found.values()):
                found[index] = column
        return found

    def lacks(self, columns: Iterable[str]) -> list[Sequence[str]]:
        """Return the groups of which none of these columns is one."""
        there = set(columns)
        return [group for group in self.required if there.isdisjoint(group)]

    def is_enough(self, columns: Iterable[str]) -> bool:
        """Say whether a list with these columns can be taken in."""
        there = set(columns)
        return len(there) >= FEWEST_HEADINGS and not self.lacks(there)


NUMBERED = re.compile(r"^\s*(?:[①-⑳]|\(?\d{1,2}[.)])\s*")


@lru_cache(maxsize=2**14)
def squeeze(text: str) -> str:
    """Return a heading without blanks, signs, width and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
