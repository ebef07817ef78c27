from __future__ import annotations

from django.db import models
from django.db.models import Q

from scheduling.models.offer import OfferSlot
from scheduling.models.training_class import TrainingClass
from scheduling.models.visit import Visit

TICK_MINUTES = 10


class Reservation(models.Model):
    """
    Ten minutes of one resource: a team, a person, a van, a room or a workplace.

    The unique pair of resource and tick is what makes double booking impossible, on SQLite and on
    PostgreSQL alike (PostgreSQL's exclusion constraints have no twin on SQLite).
    """

    resource = models.CharField(max_length=24)  # "team:3", "staff:7", "vehicle:1", "venue:2", …
    tick = models.PositiveIntegerField()  # ten-minute steps since 1970-01-01 UTC
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, blank=True, related_name="reservations"
    )
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, null=True, blank=True, related_name="reservations"
    )
    offer_slot = models.ForeignKey(
        OfferSlot, on_delete=models.CASCADE, null=True, blank=True, related_name="reservations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "tick"], name="a_resource_is_in_one_place_at_a_time"
            ),
            models.CheckConstraint(
                condition=(
                    Q(visit__isnull=False, training_class=None, offer_slot=None)
                    | Q(visit=None, training_class__isnull=False, offer_slot=None)
                    | Q(visit=None, training_class=None, offer_slot__isnull=False)
                ),
                name="a_reservation_is_for_one_visit_class_or_offer",
            ),
        ]
