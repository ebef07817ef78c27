from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Staff, Worker
from scheduling.models.training_class import TrainingClass
from scheduling.models.visit import Visit


class AttendanceQuerySet(CentreQuerySet["Attendance"]):
    centre_path = "worker__workplace__centre"


class Attendance(models.Model):
    """A worker came, or did not, to a visit or to a class."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="attendances")
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    came = models.BooleanField(_("came"))
    arrived_at = models.DateTimeField(_("in"), null=True, blank=True)
    left_at = models.DateTimeField(_("out"), null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visit=None) ^ Q(training_class=None),
                name="attendance_is_at_a_visit_or_at_a_class",
            ),
            models.UniqueConstraint(
                fields=["visit", "worker"], name="one_attendance_per_visit_and_worker"
            ),
            models.UniqueConstraint(
                fields=["training_class", "worker"], name="one_attendance_per_class_and_worker"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at__lt=F("left_at")),
                name="a_trainee_arrives_before_leaving",
                violation_error_message=_("The time out must lie after the time in."),
            ),
        ]
