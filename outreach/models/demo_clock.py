from __future__ import annotations

from datetime import timedelta

from django.db import models


class DemoClock(models.Model):
    """How far the demo's clock runs ahead of the real one; one row, only in the demo."""

    ahead = models.DurationField(default=timedelta())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_demo_clock"),
        ]

    @classmethod
    def offset(cls) -> timedelta:
        """Return how far ahead the clock is."""
        row = cls.objects.filter(pk=1).first()
        return row.ahead if row else timedelta()
