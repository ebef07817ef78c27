"""What runs in the background: each job reads the clock and makes one call."""

from __future__ import annotations

from datetime import timedelta

from outreach import clock
from outreach.actions import imports
from outreach.actions.geocoding import refine_points as refine
from outreach.channels.geocoder import geocoder_by_settings
from outreach.models import ImportFile


def work_on_import(import_file_id: int) -> str:
    """Read, take in or undo a list; whoever works on it already is left alone."""
    try:
        done = imports.work(import_file=ImportFile(pk=import_file_id), clock=clock.now)
    except imports.BeingWorkedOn:
        return "being worked on"
    return str(done.state)


def resume_imports() -> int:
    """Go on with lists whose process was killed, each minute; forget contents after a day."""
    return imports.sweep(clock=clock.now)


def refine_points() -> str:
    """Ask for the buildings of workplaces that changed lately, if a service is set."""
    geocoder = geocoder_by_settings()
    if geocoder is None:
        return "off"
    done = refine(geocoder=geocoder, changed_since=clock.now() - timedelta(days=2))
    return f"asked {done.asked}, located {done.located}, failed {done.failed}"
