"""Fixtures of the upper layer's tests."""

from __future__ import annotations

from datetime import datetime

import pytest

from outreach import clock
from tests import cast


@pytest.fixture
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let every door read ten o'clock on Monday, 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: cast.NOW)
    monkeypatch.setattr(clock, "today", lambda: cast.TODAY)
    return cast.NOW
