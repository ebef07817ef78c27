from __future__ import annotations

from django.db import models

from outreach.access import CentreQuerySet
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class RelocationQuerySet(CentreQuerySet["Relocation"]):
    centre_path = "workplace__centre"


class Relocation(models.Model):
    """A workplace moved house: where it was before, since the workplace itself says where it is."""

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="relocations")
    moved_date = models.DateField()
    road_address = models.CharField(max_length=200, blank=True)
    lot_address = models.CharField(max_length=200, blank=True)
    district_code = models.CharField(max_length=5, blank=True)
    dong = models.CharField(max_length=30, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Workplace.Precision)
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = RelocationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"relocation {self.pk}"

    @property
    def address(self) -> str:
        """The old road-name address, or the lot-number one."""
        return self.road_address or self.lot_address
