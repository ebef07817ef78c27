from __future__ import annotations

from typing import ClassVar

from django.db import models


class DrivingTimes(models.Model):
    """How long the drives from one point take, as the travel service said; kept for all plans."""

    origin = models.CharField(max_length=24, unique=True)  # "37.56600,126.99100"
    seconds = models.JSONField(default=dict)  # by the other point, null where no road leads
    asked_at = models.DateTimeField()

    objects: ClassVar[models.Manager[DrivingTimes]] = models.Manager()
