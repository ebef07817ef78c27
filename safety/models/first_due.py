from __future__ import annotations

from django.db import models

from outreach.models import Workplace


class FirstDue(models.Model):
    """
    The first open due date of a workplace, of anything and of each kind: what lists count by.

    The database itself keeps it true, whoever opens, moves or closes due items
    (`migrations/_first_due.py`); nothing in the code writes it. A workplace that never owed
    anything has no row.
    """

    workplace = models.OneToOneField(
        Workplace, on_delete=models.CASCADE, primary_key=True, related_name="first_due"
    )
    due_date = models.DateField(null=True, editable=False)
    special_exam_date = models.DateField(null=True, editable=False)
    consultation_date = models.DateField(null=True, editable=False)
    training_date = models.DateField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_date"], name="first_due_by_date"),  # lists by due date
        ]

    def __str__(self) -> str:
        return f"first due of {self.pk}"
