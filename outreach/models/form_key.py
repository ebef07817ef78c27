from __future__ import annotations

from django.db import models


class FormKey(models.Model):
    """The key of a form that has been sent: the same form sent again has no second effect."""

    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["used_at"], name="form_key_by_age"),  # the nightly forgetting
        ]
