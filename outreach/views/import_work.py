"""Who works on a list: this page at once where it is small, else the jobs in the background."""

from __future__ import annotations

import contextlib

from outreach import clock
from outreach.actions import imports
from outreach.models import ImportFile, Workplace

SMALL_LIST = 1_000  # rows; read, compared and kept well within a second
SMALL_REGISTER = 5_000  # workplaces that have to be loaded before the first row


def go_on(import_file: ImportFile, rows: int) -> None:
    """Work on a list now if that takes no longer than a page may; else its page shows how far."""
    if rows > SMALL_LIST or _has_large_register(import_file):
        return
    with contextlib.suppress(imports.BeingWorkedOn):  # the jobs were quicker
        imports.work(import_file=import_file, clock=clock.now)


def _has_large_register(import_file: ImportFile) -> bool:
    workplaces = Workplace.objects.filter(centre=import_file.centre_id)
    return workplaces[SMALL_REGISTER : SMALL_REGISTER + 1].exists()
