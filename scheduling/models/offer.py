from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Link, Staff, Workplace
from safety.models import DueItem
from scheduling.models.team import Team
from scheduling.models.visit import Visit


class OfferQuerySet(CentreQuerySet["Offer"]):
    def open(self, now: datetime) -> Self:
        """Offers of which the owner may still take a time."""
        return self.filter(state=Offer.State.OPEN, expires_at__gt=now)


class Offer(models.Model):
    """Times that are kept for one owner for two hours, and of which they take one."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        TAKEN = "TAKEN", _("taken")
        LET_GO = "LET_GO", _("let go")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="offers")
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="offers")
    # The visit that would move; without one, taking a time books a new visit for the due items.
    moves = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, blank=True, related_name="offers"
    )
    moves_version = models.PositiveIntegerField(null=True, blank=True)
    due_items = models.ManyToManyField(DueItem, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    taken = models.ForeignKey(  # what came of it
        Visit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace"],
                condition=Q(state="OPEN"),
                name="one_open_offer_per_workplace",
            ),
            models.CheckConstraint(
                condition=Q(made_at__lt=F("expires_at")), name="an_offer_is_kept_for_a_while"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(state="OPEN"), name="open_offer_by_end"
            ),  # the sweep of each minute
        ]


class OfferSlotQuerySet(CentreQuerySet["OfferSlot"]):
    centre_path = "offer__centre"


class OfferSlot(models.Model):
    """One time of an offer; its reservations keep it free."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="slots")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    added_minutes = models.PositiveSmallIntegerField(default=0)  # of driving

    objects = OfferSlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "starts_at"], name="an_offer_has_a_time_once"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="a_slot_starts_before_it_ends"
            ),
        ]
