from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.link import Link
from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class ReplyQuerySet(CentreQuerySet["Reply"]):
    def unhandled(self) -> Self:
        """Replies that staff have not yet looked at."""
        return self.filter(handled_at=None)


class Reply(models.Model):
    """What somebody said by the page of a text that is about them, not about a visit."""

    class Kind(models.TextChoices):
        NOT_ME = "NOT_ME", _("is not the one we look for")
        STOP_TEXTS = "STOP_TEXTS", _("wants no more texts")
        CALL_BACK = "CALL_BACK", _("asks for a call")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="replies")
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="replies")
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    phone = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            # a double tap is one reply
            models.UniqueConstraint(
                fields=["workplace", "kind", "phone"],
                condition=Q(handled_at=None),
                name="one_waiting_reply_per_workplace_kind_and_number",
            ),
        ]
