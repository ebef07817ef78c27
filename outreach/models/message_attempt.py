from __future__ import annotations

from django.db import models
from django.db.models import Q

from outreach.models.message import Message, MessageState


class MessageAttempt(models.Model):
    """One call to the provider, written down before it is made."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=MessageState, blank=True)
    error_code = models.CharField(max_length=12, blank=True)
    characters = models.PositiveSmallIntegerField(default=0)
    cp949_bytes = models.PositiveSmallIntegerField(default=0)
    won = models.PositiveSmallIntegerField(default=0)  # what it costs at most
    body_digest = models.CharField(max_length=64, blank=True)  # keyed; a look-up knows it by this
    sid = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "number"], name="one_attempt_per_message_and_number"
            ),
            models.UniqueConstraint(
                fields=["sid"], condition=~Q(sid=""), name="one_attempt_per_provider_number"
            ),
        ]


class MessageEvent(models.Model):
    """One status callback of the provider; the same one twice is one."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    sid = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    error_code = models.CharField(max_length=12, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sid", "status"], name="one_event_per_sid_and_status"),
        ]
