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


class ExportQuerySet(CentreQuerySet["Export"]):
    def at_work(self) -> Self:
        """Exports that are being written, or wait for it."""
        return self.filter(state=Export.State.WORKING)

    def abandoned(self, now: datetime) -> Self:
        """Exports at work whose process has not moved its lease: it was killed, or never began."""
        return self.at_work().filter(Q(lease_until=None) | Q(lease_until__lt=now))


class Export(models.Model):
    """A list of workplaces that somebody takes out as a workbook, and why."""

    class State(models.TextChoices):
        WORKING = "WORKING", _("being written")
        READY = "READY", _("ready")
        STOPPED = "STOPPED", _("stopped")
        FAILED = "FAILED", _("failed")
        FORGOTTEN = "FORGOTTEN", _("deleted")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    # What the workbook shows hangs on the role; it is handed out to the same one only.
    role = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    reason = models.CharField(_("reason"), max_length=120)
    query = models.JSONField()  # see finding/filters.py
    state = models.CharField(max_length=9, choices=State, default=State.WORKING)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    content = SealedBytesField(null=True, blank=True)  # the workbook, for a day

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="READY") ^ Q(content=None),
                name="only_a_ready_export_has_its_content",
            ),
            models.CheckConstraint(
                condition=Q(state="WORKING") | Q(lease_until=None),
                name="only_an_export_at_work_is_leased",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_export_has_a_reason"),
        ]
        indexes = [
            # the sweep of each minute
            models.Index(
                fields=["lease_until"], condition=Q(state="WORKING"), name="export_at_work"
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
