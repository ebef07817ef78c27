from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.models import Message
from scheduling.models.training_class import Enrolment
from scheduling.models.visit import Visit


class Reminder(models.Model):
    """Which text was planned for which visit or seat, by which rule, for which version of it."""

    class Rule(models.TextChoices):
        BOOKED = "BOOKED", _("when it is booked")
        MOVED = "MOVED", _("when it is moved")
        CANCELLED = "CANCELLED", _("when it is cancelled")
        WEEK_BEFORE = "WEEK_BEFORE", _("a week before")
        DAY_BEFORE = "DAY_BEFORE", _("the day before")
        ON_WAY = "ON_WAY", _("when the team comes at another time")

    rule = models.CharField(max_length=12, choices=Rule)
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    version = models.PositiveIntegerField()
    phone = models.CharField(max_length=20)
    turn = models.PositiveSmallIntegerField(default=1)  # a team may be late, and then later still
    # One text may say several things to one person on one day.
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="reminders", related_query_name="reminder"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visit=None) ^ Q(enrolment=None),
                name="a_reminder_is_of_a_visit_or_of_a_seat",
            ),
            models.UniqueConstraint(
                fields=["visit", "rule", "phone", "version", "turn"],
                name="one_reminder_per_visit_rule_recipient_and_version",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "rule", "phone", "version", "turn"],
                name="one_reminder_per_seat_rule_recipient_and_version",
            ),
        ]
