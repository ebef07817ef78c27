"""The two forms of the owner's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.forms.visits import VersionForm
from scheduling.models import OwnerAnswer


class OwnerConfirmForm(VersionForm):
    """Yes, to the time that was on the page."""


class OwnerOtherTimeForm(VersionForm):
    """No, and what would suit better."""

    parts = forms.MultipleChoiceField(
        label=_("What time of day suits you?"),
        choices=OwnerAnswer.Part,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wish = forms.CharField(
        label=_("When would you like us to come?"),
        help_text=_("For example: any Tuesday, or after 10 December."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
