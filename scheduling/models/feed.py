from __future__ import annotations

from django.db import models
from django.db.models import Q

from outreach.access import CentreQuerySet
from outreach.models import Staff
from scheduling.models.team import Team
from scheduling.models.visit import Visit


class CalendarFeedQuerySet(CentreQuerySet["CalendarFeed"]):
    centre_path = "team__centre"


class CalendarFeed(models.Model):
    """A secret calendar address of a team; only its digest is kept."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(revoked_at=None), name="one_live_feed_per_team"
            ),
        ]


class CalendarEvent(models.Model):
    """A visit's VEVENT, written when the visit changes and joined when a feed is read."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="calendar_event")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="calendar_events")
    body = models.BinaryField()
    written_at = models.DateTimeField()
