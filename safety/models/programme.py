from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Workplace
from outreach.models.encrypted import EncryptedTextField
from safety.models.examination import Examination


class ProgrammeQuerySet(CentreQuerySet["Programme"]):
    pass


class Programme(models.Model):
    """A local programme that refunds exams: who pays whom, in which time, up to what budget."""

    class Payee(models.TextChoices):
        EMPLOYER = "EMPLOYER", _("the employer")
        INSTITUTION = "INSTITUTION", _("the institution")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(_("programme"), max_length=80)
    payer = models.CharField(_("paid by"), max_length=80)  # 중구청
    addressee = models.CharField(_("addressed to"), max_length=80)  # 중구청장 귀하
    payee = models.CharField(_("paid to"), max_length=12, choices=Payee, default=Payee.EMPLOYER)
    starts_date = models.DateField(_("from"))
    ends_date = models.DateField(_("until"))
    cap_per_worker = models.PositiveIntegerField(_("ceiling per worker in won"))
    budget = models.PositiveBigIntegerField(_("budget in won"))
    committed = models.PositiveBigIntegerField(default=0)  # claimed so far

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed__lte=F("budget")), name="a_budget_is_never_overspent"
            ),
            models.CheckConstraint(
                condition=Q(starts_date__lte=F("ends_date")),
                name="a_programme_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeRate(models.Model):
    """What the programme pays at most for one kind of exam from a date on."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rates")
    exam_kind = models.CharField(max_length=16, choices=Examination.Kind)
    from_date = models.DateField()
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "exam_kind", "from_date"],
                name="one_rate_per_programme_kind_and_day",
            ),
        ]


class ApplicationQuerySet(CentreQuerySet["Application"]):
    centre_path = "programme__centre"


class Application(models.Model):
    """A workplace asks for support before its exams (비용지원 신청서)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        APPROVED = "APPROVED", _("approved")
        REFUSED = "REFUSED", _("refused")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    applied_date = models.DateField(_("applied on"))
    planned_exam_date = models.DateField(_("exams planned on"), null=True, blank=True)
    institution_name = models.CharField(_("institution"), max_length=80, blank=True)
    exam_kind = models.CharField(
        _("kind of exam"),
        max_length=16,
        choices=Examination.Kind,
        default=Examination.Kind.SPECIAL,
    )
    headcount = models.PositiveSmallIntegerField(_("workers to be examined"))
    hazards = models.JSONField(default=list)
    requested_amount = models.PositiveIntegerField(_("amount asked for in won"))
    other_support = models.CharField(_("other support received"), max_length=80, blank=True)
    bank = models.CharField(_("bank"), max_length=30, blank=True)
    account_number = EncryptedTextField(_("account number"), blank=True)
    account_holder = models.CharField(_("account holder"), max_length=60, blank=True)
    decision_no = models.CharField(_("decision number"), max_length=40, blank=True)
    decided_date = models.DateField(_("decided on"), null=True, blank=True)
    approved_amount = models.PositiveIntegerField(_("approved amount in won"), default=0)
    refused_reason = models.CharField(_("reason of the refusal"), max_length=120, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="DRAFT", decided_date=None)
                | ~Q(state="DRAFT") & Q(decided_date__isnull=False),
                name="a_decided_application_has_its_date",
            ),
        ]
