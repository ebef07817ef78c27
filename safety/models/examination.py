from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Staff, Worker
from safety.rules.results import DoctorOrder, employer_report_due


class ExamInstitution(models.Model):
    """A hospital or clinic; only a designated one may hold special exams (법 제135조)."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("institution"), max_length=80, unique=True)
    is_designated = models.BooleanField(_("designated for special exams"), default=True)

    def __str__(self) -> str:
        return self.name


class ExaminationQuerySet(CentreQuerySet["Examination"]):
    centre_path = "worker__workplace__centre"


class Examination(models.Model):
    """An exam that was held; its results come with the result table, up to 30 days later."""

    class Kind(models.TextChoices):
        SPECIAL = "SPECIAL", _("special health exam")
        PRE_PLACEMENT = "PRE_PLACEMENT", _("pre-placement exam")
        ON_DEMAND = "ON_DEMAND", _("on-demand exam")
        ORDERED = "ORDERED", _("ordered exam")
        GENERAL = "GENERAL", _("general health exam")

    class PaidBy(models.TextChoices):
        EMPLOYER = "EMPLOYER", _("the employer")
        KOSHA = "KOSHA", _("KOSHA 건강디딤돌, to the institution")
        FREE = "FREE", _("nobody: free of charge")

    class Order(models.TextChoices):
        WORK_BAN_OR_RESTRICTION = "WORK_BAN_OR_RESTRICTION", _("work ban or restriction")
        JOB_TRANSFER = "JOB_TRANSFER", _("another job")
        SHORTER_HOURS = "SHORTER_HOURS", _("shorter hours")
        DISEASE_REFERRAL = "DISEASE_REFERRAL", _("referral to confirm an occupational disease")
        HEALTH_COUNSELLING = "HEALTH_COUNSELLING", _("health advice")
        PROTECTIVE_EQUIPMENT = "PROTECTIVE_EQUIPMENT", _("protective equipment")
        FOLLOW_UP_TEST = "FOLLOW_UP_TEST", _("a later test")
        TREATMENT_WHILE_WORKING = "TREATMENT_WHILE_WORKING", _("treatment while working")
        OTHER = "OTHER", _("another order")

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="examinations")
    kind = models.CharField(_("kind of exam"), max_length=16, choices=Kind, default=Kind.SPECIAL)
    institution = models.ForeignKey(
        ExamInstitution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="examinations",
    )
    exam_date = models.DateField(_("examined on"))
    cost = models.PositiveIntegerField(_("cost in won"), default=0)
    paid_by = models.CharField(_("paid by"), max_length=8, choices=PaidBy, default=PaidBy.EMPLOYER)
    result_table_received_date = models.DateField(_("result table received"), null=True, blank=True)
    # What the doctor asks the employer to do (사후관리): four of these start the employer's report.
    orders = models.JSONField(_("what the doctor orders"), default=list, blank=True)
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "kind", "exam_date"],
                name="one_examination_per_worker_kind_and_day",
            ),
            models.CheckConstraint(
                condition=Q(result_table_received_date=None)
                | Q(result_table_received_date__gte=models.F("exam_date")),
                name="a_result_table_arrives_after_the_exam",
                violation_error_message=_("The result table cannot arrive before the exam."),
            ),
        ]
        indexes = [
            # the results of a month
            models.Index(fields=["exam_date"], name="examination_by_day"),
        ]

    @property
    def report_due(self) -> date | None:
        """Until when the employer reports to the labour office (법 제132조제5항), if it must."""
        received = self.result_table_received_date
        orders = [DoctorOrder(order) for order in self.orders]
        return employer_report_due(received=received, orders=orders) if received else None

    @property
    def orders_told(self) -> str:
        """The orders in words."""
        return ", ".join(str(self.Order(order).label) for order in self.orders)


class ExaminationResult(models.Model):
    """One agent that the exam covered; code and fitness stay blank until the results are in."""

    class Code(models.TextChoices):
        A = "A", _("A: healthy")
        C1 = "C1", _("C1: watch, occupational")
        C2 = "C2", _("C2: watch, general")
        CN = "CN", _("CN: watch, night work")
        D1 = "D1", _("D1: suspected occupational disease")
        D2 = "D2", _("D2: suspected general disease")
        DN = "DN", _("DN: finding, night work")
        R = "R", _("R: second exam needed")
        U = "U", _("U: cannot be judged")

    class Fitness(models.TextChoices):
        GA = "가", _("가: fit as is")
        NA = "나", _("나: fit under conditions")
        DA = "다", _("다: not fit for now")
        RA = "라", _("라: not fit for this job")

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="results")
    hazard = models.CharField(_("hazardous agent"), max_length=60)
    code = models.CharField(_("result"), max_length=2, choices=Code, blank=True)
    fitness = models.CharField(_("fitness for work"), max_length=1, choices=Fitness, blank=True)
    doctor_shortens = models.BooleanField(_("doctor advises a shorter interval"), default=False)
    shortening_unnecessary = models.BooleanField(
        _("doctor states that shortening is unnecessary"), default=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["examination", "hazard"], name="one_result_per_examination_and_hazard"
            ),
        ]
