from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet
from outreach.models import Centre, Staff


class Skill(models.TextChoices):
    """What a visit needs and a team brings."""

    CONSULTATION = "CONSULTATION", _("consultation")
    SPECIAL_EXAM = "SPECIAL_EXAM", _("special exam")
    TRAINING = "TRAINING", _("training")


class Equipment(models.TextChoices):
    """What only some vans carry; scheduling/rules/equipment.py says which exam takes it."""

    AUDIOMETER = "AUDIOMETER", _("audiometer")
    SPIROMETER = "SPIROMETER", _("spirometer")
    XRAY = "XRAY", _("chest X-ray")


class VehicleQuerySet(CentreQuerySet["Vehicle"]):
    pass


class Vehicle(models.Model):
    """A van of the centre."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="vehicles")
    name = models.CharField(_("vehicle"), max_length=40)
    # Nothing where nobody measured: then it is taken to fit.
    height_cm = models.PositiveSmallIntegerField(_("height"), null=True, blank=True)
    length_cm = models.PositiveSmallIntegerField(_("length"), null=True, blank=True)
    equipment = models.JSONField(_("equipment"), default=list, blank=True)  # empty: not noted

    objects = VehicleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"], name="one_vehicle_per_centre_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def equipment_labels(self) -> list[str]:
        """What it carries, in words."""
        return [str(label) for code, label in Equipment.choices if code in self.equipment]


class TeamQuerySet(CentreQuerySet["Team"]):
    pass


class Team(models.Model):
    """People who go out together, with what they can do and the van they take."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("team"), max_length=40)
    skills = models.JSONField(default=list)
    vehicle = models.ForeignKey(
        Vehicle, on_delete=models.PROTECT, null=True, blank=True, related_name="teams"
    )
    members = models.ManyToManyField(Staff, related_name="teams", blank=True)
    max_drive_minutes = models.PositiveSmallIntegerField(default=150)  # a day

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="one_team_per_centre_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ShiftQuerySet(CentreQuerySet["Shift"]):
    centre_path = "team__centre"


class Shift(models.Model):
    """A team is out on a day, from and to (Seoul time)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="shifts")
    date = models.DateField(_("date"))
    start = models.TimeField(_("from"))
    end = models.TimeField(_("until"))

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "date"], name="one_shift_per_team_and_day"),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="a_shift_starts_before_it_ends"
            ),
        ]
