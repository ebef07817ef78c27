from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.encrypted import SealedBytesField
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class ImportFileQuerySet(CentreQuerySet["ImportFile"]):
    def at_work(self) -> Self:
        """Files that a process works on, or should."""
        return self.filter(state__in=ImportFile.AT_WORK)

    def abandoned(self, now: datetime) -> Self:
        """Files at work whose process has not moved its lease: it was killed, or never began."""
        return self.at_work().filter(Q(lease_until=None) | Q(lease_until__lt=now))


class ImportFile(models.Model):
    """A list that somebody brought, how far we are with it, and what became of it."""

    class State(models.TextChoices):
        READING = "READING", _("being read")
        PREVIEWED = "PREVIEWED", _("preview")
        COMMITTING = "COMMITTING", _("being taken in")
        COMMITTED = "COMMITTED", _("taken in")
        UNDOING = "UNDOING", _("being undone")
        UNDONE = "UNDONE", _("undone")
        DISCARDED = "DISCARDED", _("discarded")
        FAILED = "FAILED", _("failed")

    AT_WORK = (State.READING, State.COMMITTING, State.UNDOING)

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="import_files")
    # A roster may be of one workplace; a list of workplaces is of none.
    workplace = models.ForeignKey(
        Workplace, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, default="WORKPLACES")  # see actions/imports/kinds.py
    uploaded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)  # of what was read, numbers of residents taken out
    all_districts = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    uploaded_at = models.DateTimeField()
    committed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    # The rows as they were read, packed and sealed; kept for a day at most, and only for a preview.
    content = SealedBytesField(null=True, blank=True)
    # [{"sheet", "header_rows", "fingerprint", "row_count", "marks_unread"?, "columns": [{"index",
    #   "letter", "heading", "column", "found_by", "samples"}]}, …, {"sheet", "left_out": "HIDDEN"}]
    sheets = models.JSONField(default=list)
    # {"NEW": 12, …}: how many rows came to what, for lists of files; of each ImportRow.Outcome
    counts = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)  # of the work at hand
    rows_done = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=32, blank=True)  # which process works on it
    tries = models.PositiveSmallIntegerField(default=0)  # processes begun since a row was done
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=40, blank=True)  # why it failed; a code of reason_texts

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "READING", "PREVIEWED", "COMMITTING", "COMMITTED", "UNDOING", "UNDONE",
                        "DISCARDED", "FAILED",
                    ]
                ),
                name="an_import_file_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["READING", "PREVIEWED"]) | Q(content=None),
                name="only_an_import_that_is_looked_at_keeps_its_content",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["READING", "COMMITTING", "UNDOING"]) | Q(lease_until=None),
                name="only_an_import_at_work_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="FAILED") ^ Q(refusal=""),
                name="a_failed_import_says_why_and_no_other_does",
            ),
            models.CheckConstraint(
                condition=Q(rows_done__lte=models.F("rows_total")),
                name="no_more_import_rows_done_than_there_are",
            ),
        ]  # fmt: skip
        indexes = [
            # the sweep of each minute looks for files at work
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["READING", "COMMITTING", "UNDOING"]),
                name="import_file_at_work",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Tell whether its rows are being read, applied or undone."""
        return self.state in self.AT_WORK

    @property
    def is_understood(self) -> bool:
        """Tell whether a sheet of it has columns that we know, or that staff named."""
        return any("columns" in sheet for sheet in self.sheets)

    @property
    def marks_unread(self) -> bool:
        """Tell that nobody knows which rows of a sheet that was read are struck out or hidden."""
        return any(sheet.get("marks_unread") for sheet in self.sheets)

    @property
    def rows_left(self) -> int:
        """How many rows of the work at hand remain."""
        return self.rows_total - self.rows_done
