from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Staff, Worker
from safety.models import Completion, Course


class VenueQuerySet(CentreQuerySet["Venue"]):
    pass


class Venue(models.Model):
    """A room where classes are held."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("venue"), max_length=80)
    address = models.CharField(_("address"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats in the room"))

    objects = VenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], name="one_venue_per_centre_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingClassQuerySet(CentreQuerySet["TrainingClass"]):
    def open(self) -> Self:
        """Classes that will take place."""
        return self.filter(state=TrainingClass.State.OPEN)


class TrainingClass(models.Model):
    """A course taught once, in a room, by an instructor, with so many seats."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("open")
        DONE = "DONE", _("done")
        CANCELLED = "CANCELLED", _("cancelled")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="training_classes")
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="classes"
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="classes"
    )
    instructor = models.ForeignKey(
        Staff, verbose_name=_("instructor"), on_delete=models.PROTECT, related_name="classes"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    seats_taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="a_class_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="seats_are_never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"class {self.pk}"

    @property
    def seats_left(self) -> int:
        """How many more can come."""
        return self.seats - self.seats_taken


class EnrolmentQuerySet(CentreQuerySet["Enrolment"]):
    centre_path = "training_class__centre"

    def seated(self) -> Self:
        """Enrolments with a seat."""
        return self.filter(state=Enrolment.State.SEATED)


class Enrolment(models.Model):
    """A worker's seat in a class, or place on its waiting list."""

    class State(models.TextChoices):
        SEATED = "SEATED", _("has a seat")
        WAITING = "WAITING", _("on the waiting list")
        CANCELLED = "CANCELLED", _("cancelled")

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="enrolments"
    )
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=State)
    enrolled_at = models.DateTimeField()
    completion = models.OneToOneField(
        Completion, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolment"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "worker"],
                condition=~Q(state="CANCELLED"),
                name="a_worker_is_enrolled_once_in_a_class",
            ),
        ]
