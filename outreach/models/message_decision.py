from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.models.message import Message
from outreach.models.staff import Staff


class MessageDecision(models.Model):
    """What staff decided about a text of which nobody knows whether it arrived; decided once."""

    class Kind(models.TextChoices):
        SENT_AGAIN = "SENT_AGAIN", _("sent again")
        ARRIVED = "ARRIVED", _("it arrived")
        NEVER_MIND = "NEVER_MIND", _("no longer needed")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="decision")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
