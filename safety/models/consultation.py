from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Consent, Staff, Worker
from outreach.models.encrypted import EncryptedTextField


class ConsultationQuerySet(CentreQuerySet["Consultation"]):
    centre_path = "worker__workplace__centre"


class Consultation(models.Model):
    """A health consultation with one worker; its measures are kept encrypted, under a consent."""

    class Clinic(models.TextChoices):
        METABOLIC = "METABOLIC", _("metabolic syndrome")
        SMOKING = "SMOKING", _("smoking")
        DRINKING = "DRINKING", _("drinking")
        MENTAL = "MENTAL", _("mental health")
        MUSCULOSKELETAL = "MUSCULOSKELETAL", _("muscles and joints")

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="consultations")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    held_date = models.DateField(_("held on"))
    clinics = models.JSONField(default=list)
    measures_text = EncryptedTextField(blank=True)  # JSON: systolic, diastolic, glucose, …
    follow_up_date = models.DateField(_("follow-up on"), null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "held_date"], name="one_consultation_per_worker_and_day"
            ),
            models.CheckConstraint(
                condition=models.Q(follow_up_date=None)
                | models.Q(follow_up_date__gt=models.F("held_date")),
                name="a_follow_up_lies_after_its_consultation",
                violation_error_message=_("The follow-up must lie after the consultation."),
            ),
        ]
        indexes = [
            # the results of a month
            models.Index(fields=["held_date"], name="consultation_by_day"),
        ]

    @property
    def measures(self) -> dict[str, Any]:
        """The measures, opened."""
        opened: dict[str, Any] = json.loads(self.measures_text) if self.measures_text else {}
        return opened
