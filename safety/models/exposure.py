from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Worker
from safety.rules.hazards import HAZARDS


def hazard_name(code: str) -> str:
    """The agent's name in the reader's language; a code that the annex dropped stays a code."""
    agent = HAZARDS.get(code)
    if agent is None:
        return code
    return agent.name_en if get_language() == "en" else agent.name_ko


class ExposureQuerySet(CentreQuerySet["Exposure"]):
    centre_path = "worker__workplace__centre"

    def current(self, on: date) -> Self:
        """Exposures that have not ended by that day."""
        return self.filter(Q(ended_date=None) | Q(ended_date__gt=on))


class Exposure(models.Model):
    """A worker handles, or is exposed to, one agent of 시행규칙 별표 22 in one process."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="exposures")
    hazard = models.CharField(_("hazardous agent"), max_length=60)  # a code of rules/hazards
    process = models.CharField(_("process"), max_length=60, blank=True)
    placed_date = models.DateField(_("placed on"))  # 배치일: the first exam counts from here
    ended_date = models.DateField(_("ended on"), null=True, blank=True)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "hazard", "process"],
                condition=Q(ended_date=None),
                name="one_current_exposure_per_worker_hazard_and_process",
            ),
            models.CheckConstraint(
                condition=Q(ended_date=None) | Q(ended_date__gte=F("placed_date")),
                name="an_exposure_ends_after_it_begins",
                violation_error_message=_("The end lies before the placement."),
            ),
        ]
