from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Staff, Worker


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
