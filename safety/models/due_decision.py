from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Staff
from safety.models.due_item import DueItem


class DueDecisionQuerySet(CentreQuerySet["DueDecision"]):
    centre_path = "item__workplace__centre"


class DueDecision(models.Model):
    """Somebody put a due item off, or waived it, with a reason; it can be taken back."""

    class Kind(models.TextChoices):
        PUT_OFF = "PUT_OFF", _("put off")
        WAIVE = "WAIVE", _("waived")

    item = models.ForeignKey(DueItem, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind)
    until_date = models.DateField(_("put off until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)  # never about health
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = DueDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(undone_at=None),
                name="one_standing_decision_per_due_item",
            ),
            models.CheckConstraint(
                condition=Q(kind="PUT_OFF", until_date__isnull=False)
                | Q(kind="WAIVE", until_date=None),
                name="what_is_put_off_has_a_day_and_what_is_waived_has_none",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_decision_on_a_due_item_has_a_reason"
            ),
        ]


class DueMove(models.Model):
    """A due item's day moved: from when to when, and by which change of the facts."""

    class Cause(models.TextChoices):
        NEW_FACT = "NEW_FACT", _("a newer exam, class or visit on record")
        SHORTENED = "SHORTENED", _("a cause that halves the interval")
        FULL_AGAIN = "FULL_AGAIN", _("the full interval counts again")
        CORRECTED = "CORRECTED", _("a date on record was corrected")
        PERIOD = "PERIOD", _("a new period began")
        RULE = "RULE", _("another rule holds now")
        TABLE = "TABLE", _("a new edition of the rule came into force")
        SETTING = "SETTING", _("a setting changed")

    item = models.ForeignKey(DueItem, on_delete=models.CASCADE, related_name="moves")
    old_date = models.DateField()
    new_date = models.DateField()
    cause = models.CharField(max_length=12, choices=Cause)
    old_rule = models.CharField(max_length=40)
    new_rule = models.CharField(max_length=40)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_date=models.F("new_date")), name="a_move_changes_the_day"
            ),
        ]
