from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class ImportFileQuerySet(CentreQuerySet["ImportFile"]):
    pass


class ImportFile(models.Model):
    """A list that somebody brought, and what became of it."""

    class State(models.TextChoices):
        PREVIEWED = "PREVIEWED", _("preview")
        COMMITTED = "COMMITTED", _("taken in")
        DISCARDED = "DISCARDED", _("discarded")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="import_files")
    uploaded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.PREVIEWED)
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # {"NEW": 12, …}: how many rows came to what, for lists of files; of each ImportRow.Outcome
    counts = models.JSONField(default=dict)

    objects = ImportFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row of the sheet: what it says in our terms, and what it would change."""

    class Outcome(models.TextChoices):
        NEW = "NEW", _("new")
        CHANGED = "CHANGED", _("changed")
        SAME = "SAME", _("same")
        REJECTED = "REJECTED", _("rejected")

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    canonical = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)  # [{"code": …, "column": …}]
    warnings = models.JSONField(default=list)
    changes = models.JSONField(default=dict)  # {"field": [old, new]}
    workplace = models.ForeignKey(
        Workplace, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "sheet", "row"], name="one_import_row_per_file_sheet_and_row"
            ),
        ]
