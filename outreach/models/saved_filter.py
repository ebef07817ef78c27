from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.access import CentreQuerySet, Permission
from outreach.models.centre import Centre
from outreach.models.staff import Staff


class SavedFilterQuerySet(CentreQuerySet["SavedFilter"]):
    def offered_to(self, staff: Staff) -> Self:
        """One's own filters, and those of the whole centre."""
        return self.filter(Q(staff=staff) | Q(is_shared=True))


class SavedFilter(models.Model):
    """A filter of the list of workplaces under a name: one's own, or the whole centre's."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=40)
    is_shared = models.BooleanField(_("for the whole centre"), default=False)
    query = models.JSONField()  # see finding/filters.py: {"district": ["11140"], "sort": ["due"]}
    saved_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"],
                condition=Q(is_shared=False),
                name="one_saved_filter_per_person_and_name",
                violation_error_message=_("You have a filter of this name already."),
            ),
            models.UniqueConstraint(
                fields=["centre", "name"],
                condition=Q(is_shared=True),
                name="one_shared_filter_per_centre_and_name",
                violation_error_message=_("The centre has a filter of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, staff: Staff) -> bool:
        """Whoever made it; those of the whole centre also by who looks after the centre."""
        return self.staff_id == staff.pk or (self.is_shared and staff.may(Permission.MANAGE_CENTRE))


class FilterUse(models.Model):
    """When somebody last opened a saved filter, so that it can be offered again."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="filter_uses")
    saved_filter = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="uses")
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "saved_filter"], name="one_filter_use_per_person_and_filter"
            ),
        ]

    def __str__(self) -> str:
        return f"use of filter {self.saved_filter_id}"
