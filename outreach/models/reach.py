from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.models.workplace import Workplace


class Reach(models.Model):
    """
    How a workplace can be reached, and when it last was: what lists filter, count and sort by.

    The database itself keeps it true, whoever changes contacts, calls or texts
    (`migrations/_reach.py`); nothing in the code writes it. A workplace that has none of them has
    no row.
    """

    class Phone(models.TextChoices):
        TEXT = "TEXT", _("gets texts")
        VOICE = "VOICE", _("no number for texts")

    workplace = models.OneToOneField(
        Workplace, on_delete=models.CASCADE, primary_key=True, related_name="reach"
    )
    phone = models.CharField(max_length=5, choices=Phone, null=True, editable=False)
    last_contact_at = models.DateTimeField(null=True, editable=False)  # a call, or a text sent

    class Meta:
        indexes = [
            # lists by last contact, the longest ago first
            models.Index(fields=["last_contact_at"], name="reach_by_last_contact"),
        ]

    def __str__(self) -> str:
        return f"reach of {self.pk}"
