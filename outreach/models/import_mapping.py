from __future__ import annotations

from django.db import models

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.staff import Staff


class ImportMappingQuerySet(CentreQuerySet["ImportMapping"]):
    pass


class ImportMapping(models.Model):
    """What staff said the columns of one kind of list mean, for the next list like it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)  # of the heading row
    columns = models.JSONField(default=dict)  # {"3": "NAME", "4": ""}: index in the sheet → column
    changed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "fingerprint"],
                name="one_import_mapping_per_centre_kind_and_heading_row",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint
