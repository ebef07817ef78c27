"""Several dates in one text, kept in its context and written in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from outreach.actions.message_dates import day_words
from outreach.models import Language

DATES = "dates"  # the word of a context that holds them
MOST = 4  # dates that are written out; of the others the text says how many
_KINDS = {
    Language.KO: {"visit": "방문", "class": "안전교육"},
    Language.EN: {"visit": "visit", "class": "safety class"},
}
_CHANGES = {
    Language.KO: {"": "", "MOVED": "(변경)", "CANCELLED": "(취소)"},
    Language.EN: {"": "", "MOVED": " (new time)", "CANCELLED": " (cancelled)"},
}


@dataclass(frozen=True, order=True)
class Date:
    """One visit or class in a text, and what has happened to it."""

    starts_at: datetime
    kind: str
    change: str = ""


def as_context(dates: Iterable[Date]) -> str:
    """Write the dates down for the context of a text."""
    return ";".join(f"{one.kind}|{one.change}|{one.starts_at.isoformat()}" for one in sorted(dates))


def in_words(context: Mapping[str, str], language: Language) -> str:
    """Return the dates as the text says them: each once, with how many people where several."""
    found = Counter(_read(part) for part in context[DATES].split(";"))
    lines = [_line(one, number, language) for one, number in sorted(found.items())]
    left = len(lines) - MOST
    if left > 0:
        lines[MOST:] = [f"외 {left}건" if language == Language.KO else f"and {left} more"]
    return ", ".join(lines)


def _read(part: str) -> Date:
    kind, change, moment = part.split("|")
    return Date(datetime.fromisoformat(moment), kind, change)


def _line(one: Date, number: int, language: Language) -> str:
    at = timezone.localtime(one.starts_at)
    when = f"{day_words(at, language)} {at:%H:%M}"
    kind, change = _KINDS[language][one.kind], _CHANGES[language][one.change]
    if language == Language.KO:
        people = f" {number}명" if number > 1 else ""
        return f"{when} {kind}{people}{change}"
    people = f" ({number} people)" if number > 1 else ""
    return f"{kind} {when}{people}{change}"
