from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.import_file import ImportFile
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class ImportRowQuerySet(CentreQuerySet["ImportRow"]):
    centre_path = "file__centre"

    def undecided(self) -> Self:
        """Rows that somebody must decide."""
        return self.filter(outcome=ImportRow.Outcome.HELD, decision="")

    def to_decide(self) -> Self:
        """The work list: undecided rows of files that were taken in."""
        return self.undecided().filter(file__state=ImportFile.State.COMMITTED)

    def entering(self) -> Self:
        """Rows that do something to the register: all but same, rejected, dropped, undecided."""
        return self.filter(
            Q(outcome__in=["NEW", "CHANGED", "MERGED"]) | Q(decision__in=["JOIN", "NEW"])
        )


class ImportRow(models.Model):
    """One row of the sheet: what it says in our terms, and what it would change."""

    class Outcome(models.TextChoices):
        NEW = "NEW", _("new")
        CHANGED = "CHANGED", _("changed")
        SAME = "SAME", _("same")
        MERGED = "MERGED", _("joined to an earlier row")
        HELD = "HELD", _("to be decided")
        REJECTED = "REJECTED", _("rejected")

    class Decision(models.TextChoices):
        JOIN = "JOIN", _("it is this one")
        NEW = "NEW", _("it is a new one")
        DROP = "DROP", _("leave it out")

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    canonical = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)  # [{"code": …, "column": …, "heading": …}]
    warnings = models.JSONField(default=list)
    changes = models.JSONField(default=dict)  # {"field": [old, new]}
    # What the row was found to be, or for a held row may be:
    # [{"workplace": id or null, "sheet": …, "row": n or null, "why": "NUMBER", …}]
    candidates = models.JSONField(default=list)
    workplace = models.ForeignKey(
        Workplace, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What a kind of a higher layer brings, such as the worker of a roster; not a foreign key,
    # because this layer knows nothing above it.
    subject_id = models.BigIntegerField(null=True, blank=True)
    # By which a later file finds what was decided about the same row.
    digest = models.CharField(max_length=32, blank=True)
    decision = models.CharField(max_length=4, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undo = models.JSONField(default=dict)  # what is needed to take it back; empty: nothing was done

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "sheet", "row"], name="one_import_row_per_file_sheet_and_row"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(outcome="HELD"),
                name="only_a_held_import_row_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="a_decided_import_row_says_when",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None)
                | Q(outcome__in=["NEW", "CHANGED", "MERGED"])
                | Q(decision__in=["JOIN", "NEW"]),
                name="only_an_import_row_that_enters_is_applied",
            ),
            models.UniqueConstraint(
                fields=["workplace", "file"],
                condition=Q(outcome="NEW", applied_at__isnull=False),
                name="a_workplace_is_registered_by_one_import_row",
            ),
        ]
        indexes = [
            # a preview's tabs; the commit takes them in the order of the file
            models.Index(fields=["file", "outcome", "id"], name="import_row_by_outcome"),
            # a later file asks what was decided about its row
            models.Index(fields=["digest"], condition=~Q(decision=""), name="import_row_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
