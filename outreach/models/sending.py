"""What bounds the sending: stops, pace, amounts, and the second word for a mass of texts."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre
from outreach.models.staff import Staff


class SendingStopQuerySet(CentreQuerySet["SendingStop"]):
    def standing(self) -> Self:
        """Stops that nobody has ended."""
        return self.filter(ended_at=None)


class SendingStop(models.Model):
    """Nothing leaves while this stands: of one centre, or of all where none is named."""

    class Kind(models.TextChoices):
        STAFF = "STAFF", _("stopped by staff")
        RESTORE = "RESTORE", _("an older copy of the database was restored")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.STAFF)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="sending_stops"
    )
    reason = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SendingStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre"],
                condition=Q(ended_at=None, centre__isnull=False),
                name="one_standing_stop_per_centre",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(ended_at=None, centre=None),
                name="one_standing_stop_of_all_per_kind",
            ),
        ]


class SenderPace(models.Model):
    """When a sender number is free again: every sender on every machine reads and moves it."""

    number = models.CharField(max_length=40, unique=True)  # or a messaging service
    free_at = models.DateTimeField()  # by the real clock


class SenderBeat(models.Model):
    """When a sender process last showed that it lives, by the real clock."""

    name = models.CharField(max_length=80, unique=True)  # its machine and number
    seen_at = models.DateTimeField()


class SendingTally(models.Model):
    """What a centre has handed to the provider on a day, at most: a call in doubt is counted."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="sending_tallies")
    date = models.DateField()
    texts = models.PositiveIntegerField(default=0)
    won = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "date"], name="one_tally_per_centre_and_day"),
        ]

    @classmethod
    def month_of(cls, day: datetime.date) -> models.QuerySet[SendingTally]:
        """Return the tallies of the month this day lies in."""
        return cls.objects.filter(date__year=day.year, date__month=day.month)


class MassSendQuerySet(CentreQuerySet["MassSend"]):
    def unconfirmed(self) -> Self:
        """Masses that wait for their second word."""
        return self.filter(confirmed_at=None)


class MassSend(models.Model):
    """So many texts of one act that a second word is asked for before any of them leaves."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="mass_sends")
    planned_at = models.DateTimeField()  # the moment of the act: all its texts share it
    found_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MassSendQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "planned_at"], name="one_mass_per_centre_and_moment"
            ),
        ]
