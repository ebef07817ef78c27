"""What is asked about a van."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm


class VehicleForm(PlainForm):
    """How the van is called."""

    name = forms.CharField(
        label=_("Name of the vehicle"),
        max_length=40,
        help_text=_("As everybody calls it, for example 건강버스 1호."),
    )
