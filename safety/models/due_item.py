from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Worker, Workplace
from safety.models.completion import Completion
from safety.models.consultation import Consultation
from safety.models.examination import Examination


class DueItemQuerySet(CentreQuerySet["DueItem"]):
    centre_path = "workplace__centre"

    def open(self) -> Self:
        """Items that are still owed."""
        return self.filter(closed_at=None)

    def due_by(self, day: date) -> Self:
        """Items due on that day or before."""
        return self.filter(due_date__lte=day)

    def overdue(self, on: date) -> Self:
        """Items whose last lawful day has passed."""
        return self.filter(due_date__lt=on)


class DueItem(models.Model):
    """Something owed to a workplace or one of its workers, by a date that the law derives."""

    class Kind(models.TextChoices):
        SPECIAL_EXAM = "SPECIAL_EXAM", _("special health exam")
        CONSULTATION = "CONSULTATION", _("health consultation")
        TRAINING = "TRAINING", _("safety training")

    class Closed(models.TextChoices):
        DONE = "DONE", _("done")
        NO_LONGER_OWED = "NO_LONGER_OWED", _("no longer owed")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="due_items")
    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="due_items"
    )
    hazard = models.CharField(_("hazardous agent"), max_length=60, blank=True)
    due_date = models.DateField(_("due on"))
    basis = models.JSONField()  # rule, article, inputs, arithmetic: the answer to "why this date?"
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=16, choices=Closed, blank=True)
    # The fact that closed it; one of the three where it was done.
    examination = models.ForeignKey(
        Examination, on_delete=models.PROTECT, null=True, blank=True, related_name="closes"
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="closes"
    )
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, blank=True, related_name="closes"
    )

    objects = DueItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "kind", "hazard"],
                condition=Q(closed_at=None, worker__isnull=False),
                name="one_open_due_item_per_worker_kind_and_hazard",
            ),
            models.UniqueConstraint(
                fields=["workplace", "kind"],
                condition=Q(closed_at=None, worker=None),
                name="one_open_due_item_per_workplace_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="SPECIAL_EXAM", worker__isnull=False) & ~Q(hazard="")
                | ~Q(kind="SPECIAL_EXAM") & Q(hazard=""),
                name="a_special_exam_is_due_for_a_worker_and_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_as="")
                | Q(closed_at__isnull=False) & ~Q(closed_as=""),
                name="a_closed_due_item_says_how_it_closed",
            ),
        ]
        indexes = [
            # the due list by week
            models.Index(fields=["due_date"], condition=Q(closed_at=None), name="due_item_open"),
        ]

    def is_overdue(self, on: date) -> bool:
        """Tell whether the last lawful day has passed."""
        return self.closed_at is None and self.due_date < on


class DueCheck(models.Model):
    """When a workplace's due items were last worked out; later facts are read again."""

    workplace = models.OneToOneField(Workplace, on_delete=models.CASCADE, related_name="due_check")
    checked_at = models.DateTimeField()
