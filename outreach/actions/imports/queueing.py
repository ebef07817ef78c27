"""Handing a file to the jobs in the background."""

from __future__ import annotations

from django.db import transaction
from django_q.tasks import async_task

from outreach.models import ImportFile

JOB = "outreach.tasks.work_on_import"


def hand_over(import_file: ImportFile) -> None:
    """
    Let a job work on a file once what was done is committed.

    Whoever works on it before the job comes is left alone; if the queue loses it, the sweep of
    each minute finds it.
    """
    transaction.on_commit(lambda: async_task(JOB, import_file.pk))
