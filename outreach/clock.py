"""
The one place where the time is read; only doors may ask it.

In the demo the clock can be set forward, so that a week's texts can be watched in a minute.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from outreach.models.demo_clock import DemoClock


def now() -> datetime:
    """Return the moment, aware, in UTC."""
    moment = timezone.now()
    return moment + DemoClock.offset() if settings.DEMO else moment


def today() -> date:
    """Return the date in Seoul."""
    return timezone.localdate(now())
