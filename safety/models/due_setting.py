from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.models import Centre
from safety.models.due_item import DueItem


def all_kinds() -> list[str]:
    """Return every kind: nothing is left out unless a centre says so."""
    return list(DueItem.Kind.values)


class DueSetting(models.Model):
    """What our sources leave open, as one centre has decided; without a row the defaults hold."""

    class Counting(models.TextChoices):
        INTERVAL = "INTERVAL", _("from the last one")
        CALENDAR_YEAR = "CALENDAR_YEAR", _("by calendar year")

    class Missed(models.TextChoices):
        WARNING = "WARNING", _("is not opened any more")
        ITEM = "ITEM", _("stays open")

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="due_setting")
    kinds = models.JSONField(_("kinds that are opened"), default=all_kinds)
    # 시행령 별표 1 is doubtful below five workers; 0 makes training a duty everywhere.
    small_firm_below = models.PositiveSmallIntegerField(
        _("training is only recommended below this many workers"), default=5
    )
    general_exam_counting = models.CharField(
        _("“once a year” of the general exam counts"),
        max_length=16,
        choices=Counting,
        default=Counting.INTERVAL,
    )
    risk_assessment_counting = models.CharField(
        _("“every year” of the risk assessment counts"),
        max_length=16,
        choices=Counting,
        default=Counting.CALENDAR_YEAR,
    )
    on_demand_within_days = models.PositiveSmallIntegerField(
        _("days that “without delay” means for an on-demand exam"), default=0
    )
    missed_preplacement = models.CharField(
        _("a pre-placement exam that was missed"),
        max_length=8,
        choices=Missed,
        default=Missed.WARNING,
    )
    # What happened before is not asked after: nobody could still hold it in time.
    asks_back_months = models.PositiveSmallIntegerField(
        _("months for which missed training on hire or on change is asked after"), default=12
    )
    hold_out_percent = models.PositiveSmallIntegerField(
        _("percent of workplaces called without a text, to compare"), default=0
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hold_out_percent__lte=50),
                name="at_most_half_is_held_out",
                violation_error_message=_("At most half of the workplaces can be held out."),
            ),
        ]
