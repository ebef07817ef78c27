"""Words put into the places of a text: plain names only, and nothing is ever evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([a-z_]+)\}")


class UnknownPlaceholder(Exception):
    """A text has a place for which there is no word."""


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the places in a text."""
    return frozenset(PLACE.findall(text))


def fill(text: str, words: Mapping[str, str]) -> str:
    """
    Put a word into each `{place}`; whatever else looks like a template stays as it is written.

    A word is put in as it is: a place inside a word is not filled again.

    :raises UnknownPlaceholder: a place without a word
    """
    missing = placeholders(text) - words.keys()
    if missing:
        raise UnknownPlaceholder(", ".join(sorted(missing)))
    return PLACE.sub(lambda place: words[place[1]], text)
