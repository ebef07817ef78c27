from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models.centre import Centre


class ClosedDayQuerySet(CentreQuerySet["ClosedDay"]):
    def kept_by(self, centre: Centre | int | None, *, first: date, last: date) -> frozenset[date]:
        """Return the days on which a centre does not work: its own and those of the whole city."""
        found = self.filter(Q(centre=centre) | Q(centre=None), date__range=(first, last))
        return frozenset(found.order_by().values_list("date", flat=True))


class ClosedDay(models.Model):
    """A day off beside the public holidays (임시공휴일, 창립기념일): of one centre or of all."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="closed_days"
    )
    date = models.DateField(_("date"))
    name = models.CharField(_("reason"), max_length=40)

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "date"], name="one_closure_a_centre_and_day"),
            models.UniqueConstraint(
                fields=["date"], condition=Q(centre=None), name="one_closure_of_the_city_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name
