from __future__ import annotations

from django.db import models

from outreach.models import Workplace


class DueCheck(models.Model):
    """When a workplace's due items were last worked out, and how long that holds by itself."""

    workplace = models.OneToOneField(Workplace, on_delete=models.CASCADE, related_name="due_check")
    checked_at = models.DateTimeField()
    checked_date = models.DateField(null=True, blank=True)  # the day whose rules held
    # The first day on which the same facts may give other dates; nothing before needs a new look.
    fresh_until = models.DateField(null=True, blank=True)
    # The tables of the law and the settings it was worked out with.
    edition = models.CharField(max_length=32, blank=True)
