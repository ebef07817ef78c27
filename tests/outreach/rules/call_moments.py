"""Moments of calls."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.rules.call_queue import (
    CallResult,
)

SEOUL = ZoneInfo("Asia/Seoul")
R = CallResult


def at(text: str) -> datetime:
    """Read "11-23 10:00" of 2026, or a moment with its year."""
    whole = text if text.count("-") == 2 else f"2026-{text}"
    return datetime.strptime(whole, "%Y-%m-%d %H:%M").replace(tzinfo=SEOUL)
