from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.models import Workplace


class FirstDue(models.Model):
    """
    The first due date of a workplace, of our work and of each sort: what lists filter and count by.

    `due_date` is of what the programme brings (`OURS` of due items), not of the employer's own
    duties: those are mostly not known to us, and would make every workplace overdue. Only open
    items that are not waived count; one that was put off counts from the day it was put off to.
    The database itself keeps it true, whoever opens, moves or closes due items
    (`migrations/_first_due.py`); nothing in the code writes it. A workplace that never owed
    anything has no row.
    """

    class Sort(models.TextChoices):
        EXAM = "exam", _("health exam")
        CONSULTATION = "consultation", _("health consultation")
        CLASS = "class", _("prevention class")
        WORK_ENVIRONMENT = "work_environment", _("work-environment consulting")
        EMPLOYER = "employer", _("the employer's own duty")

    workplace = models.OneToOneField(
        Workplace, on_delete=models.CASCADE, primary_key=True, related_name="first_due"
    )
    due_date = models.DateField(null=True, editable=False)
    exam_date = models.DateField(null=True, editable=False)
    consultation_date = models.DateField(null=True, editable=False)
    class_date = models.DateField(null=True, editable=False)
    work_environment_date = models.DateField(null=True, editable=False)
    employer_date = models.DateField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_date"], name="first_due_by_date"),  # lists by due date
        ]

    def __str__(self) -> str:
        return f"first due of {self.pk}"
