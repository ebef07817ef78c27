"""How a day stands in a text."""

from __future__ import annotations

from datetime import datetime

from outreach.models import Language

WEEKDAYS_KO = "월화수목금토일"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(at: datetime, language: Language) -> str:
    """Return a day with its weekday; `at` is a moment in Seoul."""
    if language == Language.KO:
        return f"{at.month}월 {at.day}일({WEEKDAYS_KO[at.weekday()]})"
    return f"{WEEKDAYS_EN[at.weekday()]} {at.day} {MONTHS_EN[at.month - 1]}"
