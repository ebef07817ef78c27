from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Worker, Workplace
from safety.models.completion import Completion
from safety.models.consultation import Consultation
from safety.models.due_basis import DueBasis
from safety.models.examination import Examination

# Exams for one agent; every other kind is about a person or a workplace as a whole.
AGENT_KINDS = (
    "PREPLACEMENT_EXAM",
    "SPECIAL_EXAM",
    "FOLLOW_UP_EXAM",
    "ON_DEMAND_EXAM",
    "ORDERED_EXAM",
)
# What a visit is booked for; a class, a hospital or the employer gives the rest.
VISITED = ("SPECIAL_EXAM", "CONSULTATION")
# What the programme brings or arranges; the rest is the employer's own duty.
OURS = (*AGENT_KINDS, "CONSULTATION", "TRAINING", "WORK_ENVIRONMENT")


class DueItemQuerySet(CentreQuerySet["DueItem"]):
    centre_path = "workplace__centre"

    def open(self) -> Self:
        """Items that are still owed."""
        return self.filter(closed_at=None)

    def standing(self, on: date) -> Self:
        """Open items that nobody has waived, nor put off beyond that day."""
        return self.open().filter(waived=False).filter(Q(put_off_until=None) | _put_off_to(on))

    def ours(self) -> Self:
        """Items that the programme brings or arranges; the rest is the employer's own duty."""
        return self.filter(by_programme=True)

    def put_off(self, on: date) -> Self:
        """Open items that staff put off beyond that day."""
        return self.open().filter(put_off_until__gt=on)

    def waived(self) -> Self:
        """Open items that staff waived."""
        return self.open().filter(waived=True)

    def due_by(self, day: date) -> Self:
        """Items due on that day or before."""
        return self.filter(due_date__lte=day)

    def overdue(self, on: date) -> Self:
        """Items whose last lawful day has passed."""
        return self.filter(due_date__lt=on)


def _put_off_to(on: date) -> Q:
    return Q(put_off_until__lte=on)


class DueItem(models.Model):
    """Something owed to a workplace or one of its workers, by a date that the law derives."""

    class Kind(models.TextChoices):
        PREPLACEMENT_EXAM = "PREPLACEMENT_EXAM", _("pre-placement exam")
        SPECIAL_EXAM = "SPECIAL_EXAM", _("special health exam")
        FOLLOW_UP_EXAM = "FOLLOW_UP_EXAM", _("special exam after the exposed job")
        ON_DEMAND_EXAM = "ON_DEMAND_EXAM", _("on-demand exam")
        ORDERED_EXAM = "ORDERED_EXAM", _("ordered exam")
        GENERAL_EXAM = "GENERAL_EXAM", _("general health exam")
        CONSULTATION = "CONSULTATION", _("health consultation")
        TRAINING = "TRAINING", _("prevention class (voluntary)")  # ours, never the course of 제8조
        WORK_ENVIRONMENT = "WORK_ENVIRONMENT", _("work-environment consulting")
        ON_HIRE_TRAINING = "ON_HIRE_TRAINING", _("training on hire")
        ON_CHANGE_TRAINING = "ON_CHANGE_TRAINING", _("training on change")
        SPECIAL_TRAINING = "SPECIAL_TRAINING", _("special training")
        REGULAR_TRAINING = "REGULAR_TRAINING", _("regular training")
        RISK_ASSESSMENT = "RISK_ASSESSMENT", _("risk assessment")

    class Status(models.TextChoices):
        OWED = "OWED", _("duty")
        RECOMMENDED = "RECOMMENDED", _("recommended")  # 권고: firms of 1-4 by default
        OFFERED = "OFFERED", _("offered")

    class Closed(models.TextChoices):
        DONE = "DONE", _("done")
        NO_LONGER_OWED = "NO_LONGER_OWED", _("no longer owed")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    status = models.CharField(_("binding"), max_length=12, choices=Status, default=Status.OWED)
    # Worked out by the database: what the programme brings is read in its order from an index.
    by_programme = models.GeneratedField(
        expression=Case(When(kind__in=OURS, then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="due_items")
    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, null=True, blank=True, related_name="due_items"
    )
    hazard = models.CharField(_("hazardous agent"), max_length=60, blank=True)
    # The listed job, the day of a changed job, or the clinic: several of one kind may be open.
    detail = models.CharField(max_length=60, blank=True)
    due_date = models.DateField(_("due on"))
    # The answer to "why this date?"; a row that is pointed to is never taken away.
    why = models.ForeignKey(DueBasis, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Digest of status, date and basis: a night compares eight bytes instead of the whole answer.
    digest = models.BigIntegerField(default=0)
    # What staff decided last (DueDecision), kept here so that a list need not read it.
    put_off_until = models.DateField(null=True, blank=True)
    waived = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=16, choices=Closed, blank=True)
    # The fact that closed it; one of the three where it was done.
    examination = models.ForeignKey(
        Examination,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closes",
        db_index=False,
    )
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closes",
        db_index=False,
    )
    completion = models.ForeignKey(
        Completion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closes",
        db_index=False,
    )

    objects = DueItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "kind", "hazard", "detail"],
                condition=Q(closed_at=None, worker__isnull=False),
                name="one_open_due_item_per_worker_kind_and_hazard",
            ),
            models.UniqueConstraint(
                fields=["workplace", "kind"],
                condition=Q(closed_at=None, worker=None),
                name="one_open_due_item_per_workplace_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AGENT_KINDS, worker__isnull=False) & ~Q(hazard="")
                | ~Q(kind__in=AGENT_KINDS) & Q(hazard=""),
                name="a_special_exam_is_due_for_a_worker_and_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_as="")
                | Q(closed_at__isnull=False) & ~Q(closed_as=""),
                name="a_closed_due_item_says_how_it_closed",
            ),
            models.CheckConstraint(
                condition=Q(put_off_until=None) | Q(waived=False),
                name="a_due_item_is_put_off_or_waived_not_both",
            ),
        ]
        indexes = [
            # the due list in its order, and its counts, without reading the rows
            models.Index(
                fields=[
                    "due_date",
                    "workplace",
                    "kind",
                    "waived",
                    "put_off_until",
                    "closed_at",
                ],
                condition=Q(closed_at=None),
                name="due_item_open",
            ),
            # the same for what the programme brings, which the list shows first
            models.Index(
                fields=[
                    "due_date",
                    "workplace",
                    "kind",
                    "waived",
                    "put_off_until",
                    "closed_at",
                ],
                condition=Q(closed_at=None, by_programme=True),
                name="due_item_by_programme",
            ),
            # the fact behind a closed item; open ones, the most by far, are left out of them
            models.Index(
                fields=["examination"],
                condition=Q(examination__isnull=False),
                name="due_item_by_examination",
            ),
            models.Index(
                fields=["consultation"],
                condition=Q(consultation__isnull=False),
                name="due_item_by_consultation",
            ),
            models.Index(
                fields=["completion"],
                condition=Q(completion__isnull=False),
                name="due_item_by_completion",
            ),
        ]

    def is_overdue(self, on: date) -> bool:
        """Tell whether the last lawful day has passed."""
        return self.closed_at is None and self.due_date < on

    @property
    def basis(self) -> Mapping[str, Any]:
        """Return the rule, its article, what went in and the arithmetic, as JSON."""
        told: Mapping[str, Any] = self.why.told
        return told

    @property
    def is_by_law(self) -> bool:
        """Tell whether a law asks for it, and not only the programme."""
        return bool(self.basis.get("authority") == "LAW")

    @property
    def is_bookable(self) -> bool:
        """Tell whether a visit can bring it."""
        return self.kind in VISITED

    @property
    def is_ours(self) -> bool:
        """Tell whether the programme brings or arranges it."""
        return self.kind in OURS

    @property
    def to_check(self) -> bool:
        """Tell whether the facts behind the date are in doubt: 확인 필요."""
        return bool(self.basis.get("doubts"))
