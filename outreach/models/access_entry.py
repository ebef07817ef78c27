from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.models.staff import Staff


class AccessEntry(models.Model):
    """Who saw whose sensitive data, when, from where and why (안전성 확보조치 기준 제8조)."""

    class Deed(models.TextChoices):
        VIEWED = "VIEWED", _("viewed")
        EXPORTED = "EXPORTED", _("exported")
        RECORDED = "RECORDED", _("recorded")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="access_entries")
    deed = models.CharField(max_length=8, choices=Deed)
    subject = models.CharField(max_length=40)  # "worker", "examination"
    subject_id = models.BigIntegerField()
    from_address = models.GenericIPAddressField(null=True, blank=True)
    made_at = models.DateTimeField()
    # Of a list that was taken out: why, how many rows, and by which filter (ids and codes only).
    reason = models.CharField(max_length=120, blank=True)
    row_count = models.PositiveIntegerField(null=True, blank=True)
    query = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="access_by_subject")  # whose data
        ]
