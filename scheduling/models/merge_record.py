from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from outreach.access import CentreQuerySet
from outreach.models import Staff, Workplace
from outreach.models.encrypted import EncryptedTextField


class MergeRecordQuerySet(CentreQuerySet["MergeRecord"]):
    centre_path = "kept__centre"

    def standing(self) -> Self:
        """Merges that were not taken back."""
        return self.filter(undone_at=None)


class MergeRecord(models.Model):
    """
    Two workplaces that were one: what moved, and what is needed to take it back as a whole.

    `moved` names rows by their ids and nothing else; `changes` holds what they were before and
    after, sealed, because names and numbers are among it.
    """

    kept = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="was_merged")
    merged_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_at = models.DateTimeField()
    moved = models.JSONField(default=dict)  # {"scheduling.visit": [3, 5], …}
    stayed = models.JSONField(default=dict)  # what the other one had already, likewise
    changes = EncryptedTextField(blank=True)  # JSON of actions/ledgers.py, until it is undone
    undone_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="a_workplace_is_merged_into_one_other",
            ),
            models.CheckConstraint(
                condition=~Q(kept=models.F("gone")), name="a_workplace_is_merged_into_another"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(changes=""),
                name="a_merge_that_was_undone_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
