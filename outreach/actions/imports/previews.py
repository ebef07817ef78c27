"""Bringing a file and reading it at once, and taking it in at once: for small files."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO

from outreach.actions.imports.steps import receive, start_commit
from outreach.actions.imports.working import work
from outreach.actions.imports.workplace_lists import WORKPLACES
from outreach.models import Centre, ImportFile, Staff
from outreach.spreadsheet.reading import read_file


class StalePreview(Exception):
    """No longer raised: rows that would do something else are held one by one."""


def preview(
    *,
    centre: Centre,
    file: BinaryIO,
    name: str,
    staff: Staff | None,
    now: datetime,
    all_districts: bool = False,
) -> ImportFile:
    """Keep a list of workplaces and read it."""
    received = receive(
        centre=centre,
        kind=WORKPLACES,
        book=read_file(file, name),
        name=name,
        staff=staff,
        all_districts=all_districts,
        now=now,
    )
    return work(import_file=received, clock=lambda: now)


def commit(*, import_file: ImportFile, now: datetime, today: date) -> ImportFile:
    """Take a list in."""
    start_commit(import_file=import_file, staff=None, now=now)
    return work(import_file=import_file, clock=lambda: now)
