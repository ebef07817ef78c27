from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Workplace


class MeasurementQuerySet(CentreQuerySet["Measurement"]):
    centre_path = "workplace__centre"


class Measurement(models.Model):
    """A work-environment measurement of one agent in one process (작업환경측정)."""

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="measurements")
    process = models.CharField(_("process"), max_length=60, blank=True)
    hazard = models.CharField(_("hazardous agent"), max_length=60)
    measured_date = models.DateField(_("measured on"))
    is_over_limit = models.BooleanField(_("at or above the exposure limit"))

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "process", "hazard", "measured_date"],
                name="one_measurement_per_workplace_process_hazard_and_day",
            ),
        ]
