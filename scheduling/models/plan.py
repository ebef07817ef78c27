from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Staff, Workplace
from safety.models import DueItem
from scheduling.models.team import Team
from scheduling.models.visit import Visit


class PlanQuerySet(CentreQuerySet["Plan"]):
    pass


class Plan(models.Model):
    """A proposed week: nothing is booked or sent until staff accept it."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("proposed")
        ACCEPTED = "ACCEPTED", _("accepted")
        DISCARDED = "DISCARDED", _("discarded")

    class Search(models.TextChoices):
        """How far the search for a better plan is; there is a plan to accept at any time."""

        WAITING = "WAITING", _("about to begin")
        RUNNING = "RUNNING", _("searching")
        ENDED = "ENDED", _("ended")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="plans")
    week_start_date = models.DateField(_("week from"))
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    made_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    unplanned = models.JSONField(default=list)  # [{"workplace": id, "reason": …, "numbers": {}}]
    version = models.PositiveIntegerField(default=1)  # who accepts says which one they looked at
    search = models.CharField(max_length=7, choices=Search, default=Search.ENDED)
    search_share = models.PositiveSmallIntegerField(default=0)  # percent
    search_seen_at = models.DateTimeField(null=True, blank=True)  # the job's last sign of life
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    # Of the first plan and of the best one: {"first": {"visits": 12, "travel": 340}, "best": …}
    figures = models.JSONField(default=dict)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "week_start_date"],
                condition=Q(state="PROPOSED"),
                name="one_proposed_plan_per_centre_and_week",
            ),
            models.CheckConstraint(
                condition=Q(search_share__lte=100), name="plan_search_is_a_share"
            ),
        ]


class PlanStopQuerySet(CentreQuerySet["PlanStop"]):
    centre_path = "plan__centre"


class PlanStop(models.Model):
    """One proposed visit of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stops")
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    drive_minutes = models.PositiveSmallIntegerField(default=0)  # from the stop before
    due_items = models.ManyToManyField(DueItem, related_name="+")
    visit = models.OneToOneField(
        Visit, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_stop"
    )
    is_kept = models.BooleanField(default=True)  # staff may leave a stop out

    objects = PlanStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "workplace"], name="one_stop_per_plan_and_workplace"
            ),
        ]
