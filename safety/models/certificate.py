from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Staff
from safety.models.completion import Completion


class CertificateSerial(models.Model):
    """The last serial given in a year at a centre; it only ever grows."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year"], name="one_serial_counter_per_centre_and_year"
            ),
        ]


class CertificateQuerySet(CentreQuerySet["Certificate"]):
    def valid(self) -> Self:
        """Certificates that stand: neither replaced nor withdrawn."""
        return self.filter(state=Certificate.State.VALID)


class Certificate(models.Model):
    """A numbered certificate of completion (수료증); its number is never used again."""

    class State(models.TextChoices):
        VALID = "VALID", _("valid")
        REPLACED = "REPLACED", _("replaced")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="certificates")
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, related_name="certificates"
    )
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    public_code = models.CharField(max_length=24, unique=True)  # ≥ 80 random bits, in the QR
    holder_name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.VALID)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    withdrawn_reason = models.CharField(max_length=120, blank=True)
    issued_date = models.DateField()
    issued_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reissued_date = models.DateField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "serial"],
                name="a_certificate_number_is_used_once_per_centre_and_year",
            ),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(state="VALID"),
                name="one_valid_certificate_per_completion",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state="REPLACED"),
                name="only_a_replaced_certificate_names_its_replacement",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The printed number, 제2026-0001호."""
        return f"제{self.year}-{self.serial:04d}호"
