from __future__ import annotations

from django.db import models


class OptOut(models.Model):
    """A number that wants no texts; kept by keyed hash, so that it outlives imports and merges."""

    phone_digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
