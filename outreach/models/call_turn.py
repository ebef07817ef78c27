from __future__ import annotations

from django.db import models
from django.db.models import Q

from outreach.models.staff import Staff
from outreach.models.workplace import Workplace


class CallTurn(models.Model):
    """
    Where the calls for a number have left a workplace; whoever was never called has none.

    What the rules made of the calls (`rules.call_queue.Turn`), kept so that a list of a whole city
    need not read them.
    """

    workplace = models.OneToOneField(
        Workplace, on_delete=models.CASCADE, primary_key=True, related_name="call_turn"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    put_back_at = models.DateTimeField(null=True, blank=True)  # calls before it count no more
    # Who has the workplace before them, so that two do not call it at once.
    taken_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rests_until=None) | Q(refused_at=None),
                name="a_workplace_rests_or_has_refused",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_until=None)
                | Q(taken_by__isnull=False, taken_until__isnull=False),
                name="a_taken_workplace_is_taken_by_somebody_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"turn of workplace {self.workplace_id}"
