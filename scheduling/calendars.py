"""Calendar entries of visits; the only door to icalendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scheduling.models import Visit

_END = b"END:VCALENDAR\r\n"


def event_bytes(visit: Visit, *, written_at: datetime) -> bytes:
    """
    Write a visit as a VEVENT (RFC 5545).

    UID stays for the visit's whole life and SEQUENCE grows with each change, so that a move
    arrives as a move. A feed may leak: it names a neighbourhood and an address, nobody's name.
    """
    workplace = visit.workplace
    event = Event()
    event.add("uid", f"visit-{visit.pk}@ansim-outreach")
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("sequence", visit.version)
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    is_cancelled = visit.state == Visit.State.CANCELLED
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    with translation.override(settings.LANGUAGE_CODE):
        summary = _("Visit %(number)s") % {"number": visit.pk}
    event.add("summary", f"{summary} {workplace.dong}".strip())
    event.add("location", workplace.address)
    written: bytes = event.to_ical()
    return written


def feed_bytes(events: Iterable[bytes]) -> bytes:
    """Join stored VEVENTs to one calendar."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//ansim-outreach//visits//KO")
    with translation.override(settings.LANGUAGE_CODE):
        calendar.add("x-wr-calname", _("Visits"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    frame: bytes = calendar.to_ical()
    return frame.removesuffix(_END) + b"".join(events) + _END
