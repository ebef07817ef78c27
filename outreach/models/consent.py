from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.contact import Contact
from outreach.models.staff import Staff
from outreach.models.worker import Worker


class ConsentQuerySet(CentreQuerySet["Consent"]):
    def for_staff(self, asker: object) -> Self:
        raise NotImplementedError("reach a consent through its worker or contact")

    def standing(self) -> Self:
        """Consents given and not withdrawn."""
        return self.filter(is_given=True, withdrawn_at=None)

    def refusing_texts(self) -> Self:
        """Answers that hold and want no texts: refused, or consented to and taken back."""
        return self.filter(purpose=Consent.Purpose.TEXTS, is_given=False, withdrawn_at=None)

    def wanting_texts(self) -> Self:
        """Consents to texts that hold."""
        return self.standing().filter(purpose=Consent.Purpose.TEXTS)


class Consent(models.Model):
    """One tick under one text, with its version, way and time (개인정보 보호법 제15·22·23조)."""

    class Purpose(models.TextChoices):
        PERSONAL_DATA = "PERSONAL_DATA", _("collection and use of personal data")
        HEALTH_DATA = "HEALTH_DATA", _("health data (sensitive)")
        THIRD_PARTY = "THIRD_PARTY", _("passing on to the institution that pays")
        TEXTS = "TEXTS", _("texts about visits and exams")
        ADVERTISING = "ADVERTISING", _("advertising by text")

    class Channel(models.TextChoices):
        PAPER = "PAPER", _("on paper")
        SCREEN = "SCREEN", _("on the team's screen")
        LINK = "LINK", _("by link")
        TELEPHONE = "TELEPHONE", _("by telephone")

    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="consents"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="consents"
    )
    purpose = models.CharField(max_length=16, choices=Purpose)
    text_version = models.CharField(max_length=20)
    is_given = models.BooleanField()
    channel = models.CharField(max_length=12, choices=Channel)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker=None, contact__isnull=False)
                | Q(worker__isnull=False, contact=None),
                name="a_consent_is_of_a_worker_or_of_a_contact",
            ),
            models.UniqueConstraint(
                fields=["worker", "purpose"],
                condition=Q(withdrawn_at=None, worker__isnull=False),
                name="one_current_consent_per_worker_and_purpose",
            ),
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=Q(withdrawn_at=None, contact__isnull=False),
                name="one_current_consent_per_contact_and_purpose",
            ),
        ]
