from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Centre(models.Model):
    """A health centre that books visits; everything staff see belongs to one."""

    class Kind(models.TextChoices):
        HEALTH_CENTRE = "HEALTH_CENTRE", _("public health centre")
        WORKERS_HEALTH_CENTRE = "WORKERS_HEALTH_CENTRE", _("workers' health centre")

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.HEALTH_CENTRE)
    name = models.CharField(max_length=60)
    english_name = models.CharField(max_length=60, blank=True)  # plain ASCII, for English texts
    head_title = models.CharField(max_length=60)  # who signs papers: 중구보건소장
    district_codes = models.JSONField(default=list)  # the gu it serves, five digits each
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    callback_number = models.CharField(max_length=20)  # national, as people dial it
    sender_number = models.CharField(max_length=20)  # E.164, registered with the carrier
    refusal_number = models.CharField(max_length=20, blank=True)  # 080: free to refuse ads
    credits_training_hours = models.BooleanField(default=False)  # 시행규칙 제27조②

    def __str__(self) -> str:
        return self.name
