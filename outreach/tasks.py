"""What runs in the background: each job reads the clock and makes one call."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from outreach import clock
from outreach.actions import exports, form_keys, imports
from outreach.actions.geocoding import refine_points as refine
from outreach.channels.geocoder import geocoder_by_settings
from outreach.models import ImportFile

LOOKED_AT = 2_000  # rows of an index: a second for a city, and near enough


class ListStopped(Exception):
    """A fault while working on a list: its kind and place, without what it says."""


def work_on_import(import_file_id: int) -> str:
    """Read, take in or undo a list; whoever works on it already is left alone."""
    with _quoting_nothing():
        try:
            done = imports.work(import_file=ImportFile(pk=import_file_id), clock=clock.now)
        except imports.BeingWorkedOn:
            return "being worked on"
    return str(done.state)


def resume_imports() -> int:
    """Go on with lists whose process was killed, each minute; forget contents after a day."""
    with _quoting_nothing():
        return imports.sweep(clock=clock.now)


def write_export(export_id: int) -> str:
    """Write a list that somebody takes out; whoever writes it already is left alone."""
    with _quoting_nothing():
        return exports.write(export_id=export_id, clock=clock.now)


def resume_exports() -> int:
    """Go on with exports whose process was killed, each minute; delete files after a day."""
    with _quoting_nothing():
        return exports.sweep(clock=clock.now)


def forget_form_keys() -> int:
    """Forget one-time keys of forms that nobody has open any more, each night."""
    return form_keys.forget(now=clock.now())


def look_over_tables() -> str:
    """Let SQLite see how its tables have grown, each hour; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return "by itself"
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
    return "done"


def refine_points() -> str:
    """Ask for the buildings of workplaces that changed lately, if a service is set."""
    geocoder = geocoder_by_settings()
    if geocoder is None:
        return "off"
    done = refine(geocoder=geocoder, changed_since=clock.now() - timedelta(days=2))
    return f"asked {done.asked}, located {done.located}, failed {done.failed}"


@contextmanager
def _quoting_nothing() -> Iterator[None]:
    """Keep what an error says out of the queue's log and table: it may quote a row of the list."""
    try:
        yield
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        raise ListStopped(f"{type(error).__name__}\n{where}") from None
