from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach import access
from outreach.access import Permission, Role
from outreach.models.centre import Centre


class Staff(AbstractUser):
    """A person with an account: a centre (city hall has none) and one role."""

    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=60)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.VIEWER)
    # Given by an administrator: good only for choosing one's own.
    password_is_initial = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(centre=None, role=Role.CITY)
                | models.Q(centre__isnull=False) & ~models.Q(role=Role.CITY),
                name="staff_have_a_centre_unless_they_are_city_hall",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role holds the permission."""
        return access.may(self, permission)

    @property
    def sees_names(self) -> bool:
        """Tell whether people's names are shown to this person in full."""
        return access.sees_names(self)

    @property
    def sees_findings(self) -> bool:
        """Tell whether exam results and consultation measures are shown to this person."""
        return self.may(Permission.SEE_FINDINGS)
