"""What an administrator fills in about a colleague."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.access import Role
from outreach.models import Staff

ROLES = [
    ("", _("Please choose")),  # nobody becomes an administrator by not looking
    *[(role.value, role.label) for role in Role if role is not Role.CITY],
]


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, e-mail and role of an account."""

    role = forms.ChoiceField(
        label=_("role"),
        choices=ROLES,
        help_text=_("The role decides what this person sees and may do."),
    )

    class Meta:
        model = Staff
        fields = ["name", "role", "email"]


class NewStaffForm(StaffForm):
    """The same, with the name to sign in with."""

    class Meta(StaffForm.Meta):
        fields = ["name", "username", "role", "email"]
        labels = {"username": _("user name")}
        help_texts = {"username": _("For signing in. Letters, digits and . _ - without spaces.")}

    field_order = ["name", "username", "role", "email"]
