"""
The words of a text before they are filled in: built in as files, or a centre's own.

templates/messages/<ko|en>/<key>.txt is the first version of the built-in words, <key>.2.txt the
second, and so on; a file that has been sent is never changed, only followed. A centre's own words
have versions above OWN; a text keeps the version it was planned with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from outreach.models import Centre, Language, Wording
from outreach.rules.placeholders import placeholders

FOLDER = Path(settings.BASE_DIR) / "templates/messages"
OWN = 1000


@dataclass(frozen=True)
class Words:
    """One version of the words of a text."""

    version: int
    ko: str
    en: str
    is_advertising: bool = False

    def in_language(self, language: str) -> str:
        """Return the Korean words, or the English ones for whoever reads anything else."""
        return self.ko if language == Language.KO else self.en

    @property
    def places(self) -> frozenset[str]:
        """The places of both languages."""
        return placeholders(self.ko) | placeholders(self.en)


@cache
def keys() -> frozenset[str]:
    """Return the keys of all texts."""
    return frozenset(_versions())


def words_of(*, centre_id: int, key: str, version: int) -> Words:
    """
    Return one version of the words.

    :raises FileNotFoundError: there is no such version
    """
    if version <= OWN:
        return built_in(key, version)
    row = Wording.objects.filter(centre=centre_id, template=key, version=version).first()
    if row is None:
        raise FileNotFoundError(f"{key} {version}")
    return _own(row)


def current_words(*, centre: Centre, key: str) -> Words:
    """Return the words in force at a centre: its own, or else the newest built-in ones."""
    row = Wording.objects.filter(centre=centre, template=key).order_by("-version").first()
    return _own(row) if row is not None else built_in(key, _versions()[key])


@cache
def built_in(key: str, version: int | None = None) -> Words:
    """Return the built-in words, the newest unless a version is named."""
    number = version or _versions()[key]
    name = f"{key}.txt" if number == 1 else f"{key}.{number}.txt"
    ko, en = ((FOLDER / language / name).read_text("utf-8").strip() for language in ("ko", "en"))
    return Words(number, ko, en)


def _own(row: Wording) -> Words:
    return Words(row.version, row.body_ko, row.body_en, row.is_advertising)


@cache
def _versions() -> dict[str, int]:
    found: dict[str, int] = {}
    for path in (FOLDER / Language.KO).glob("*.txt"):
        key, _dot, number = path.stem.partition(".")
        found[key] = max(found.get(key, 1), int(number or 1))
    return found
