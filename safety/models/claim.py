from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from safety.models.examination import Examination
from safety.models.programme import Application


class ClaimQuerySet(CentreQuerySet["Claim"]):
    centre_path = "application__programme__centre"


class Claim(models.Model):
    """A request for payment under an approved application (지급청구서)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        SUBMITTED = "SUBMITTED", _("submitted")
        PAID = "PAID", _("paid")
        VOID = "VOID", _("void")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="claims")
    ordinal = models.PositiveSmallIntegerField()  # of the application; a void claim leaves a gap
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    claimed_date = models.DateField(_("claimed on"))
    submitted_date = models.DateField(_("submitted on"), null=True, blank=True)
    voided_date = models.DateField(_("made void on"), null=True, blank=True)
    void_reason = models.CharField(_("reason"), max_length=120, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "ordinal"], name="a_claim_number_is_used_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The decision it is claimed under, and which claim of it this is."""
        return f"{self.application.decision_no}-{self.ordinal}"

    @property
    def total(self) -> int:
        """The sum of the lines, in won."""
        return sum(line.amount for line in self.lines.all())


class ClaimLineQuerySet(models.QuerySet["ClaimLine"]):
    def standing(self) -> Self:
        """Lines of claims that were not made void: only these use up money and exams."""
        return self.filter(is_void=False)


class ClaimLine(models.Model):
    """One exam of one worker; an exam is claimed once, unless that claim was made void."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    examination = models.ForeignKey(
        Examination, on_delete=models.PROTECT, related_name="claim_lines"
    )
    is_void = models.BooleanField(default=False)
    unit_price = models.PositiveIntegerField()
    amount = models.PositiveIntegerField()

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["examination"],
                condition=Q(is_void=False),
                name="an_examination_is_claimed_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=models.F("unit_price")),
                name="a_claim_line_asks_for_no_more_than_the_price",
            ),
        ]


class Payment(models.Model):
    """Money that arrived for a claim."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="payment")
    amount = models.PositiveIntegerField(_("amount in won"))
    paid_date = models.DateField(_("paid on"))
