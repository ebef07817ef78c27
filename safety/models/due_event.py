from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Staff, Worker, Workplace

WORKPLACE_KINDS = ("RISK_ASSESSMENT", "WORK_ENVIRONMENT")
# A suspected or found illness stands behind them: for those who may see findings (법 제132조).
PRIVATE_EVENTS = ("EXAM_REQUEST", "FOLLOW_UP_WISH")
AGENT_EVENTS = ("EXAM_REQUEST", "EXAM_ORDER", "FOLLOW_UP_WISH")


class DueEventQuerySet(CentreQuerySet["DueEvent"]):
    centre_path = "workplace__centre"

    def standing(self) -> Self:
        """Events that nobody has taken back: what dates follow from."""
        return self.filter(withdrawn_at=None)


class DueEvent(models.Model):
    """What a date counts from or is met by, beside our own exams, consultations and classes."""

    class Kind(models.TextChoices):
        # Done, as the employer says or a paper shows.
        GENERAL_EXAM = "GENERAL_EXAM", _("general exam held")
        REGULAR_TRAINING = "REGULAR_TRAINING", _("regular training given")
        ON_HIRE_TRAINING = "ON_HIRE_TRAINING", _("training on hire given")
        ON_CHANGE_TRAINING = "ON_CHANGE_TRAINING", _("training on change given")
        SPECIAL_TRAINING = "SPECIAL_TRAINING", _("special training given")
        RISK_ASSESSMENT = "RISK_ASSESSMENT", _("risk assessment made")
        WORK_ENVIRONMENT = "WORK_ENVIRONMENT", _("work-environment consulting held")
        # Begun: something is owed from here.
        JOB_CHANGE = "JOB_CHANGE", _("job changed")
        LISTED_JOB = "LISTED_JOB", _("work on a listed job began")
        EXAM_REQUEST = "EXAM_REQUEST", _("on-demand exam asked for")
        EXAM_ORDER = "EXAM_ORDER", _("exam ordered by the labour office")
        FOLLOW_UP_WISH = "FOLLOW_UP_WISH", _("doctor wants to see the worker again")

    kind = models.CharField(max_length=24, choices=Kind)
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="due_events")
    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="due_events"
    )
    hazard = models.CharField(_("hazardous agent"), max_length=60, blank=True)
    detail = models.CharField(max_length=60, blank=True)  # the listed job, or who asked
    event_date = models.DateField(_("date"))
    until_date = models.DateField(null=True, blank=True)  # the day an office or a doctor set
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Written down by mistake, or corrected by another one: kept, and counted no more.
    withdrawn_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DueEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=WORKPLACE_KINDS, worker=None)
                | ~Q(kind__in=WORKPLACE_KINDS) & Q(worker__isnull=False),
                name="an_event_is_about_a_worker_or_the_whole_workplace",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AGENT_EVENTS) & ~Q(hazard="")
                | ~Q(kind__in=AGENT_EVENTS) & Q(hazard=""),
                name="an_asked_for_exam_names_its_agent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawn_event_says_by_whom",
            ),
        ]
