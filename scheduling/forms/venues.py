"""What is asked about a room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm, label_of
from scheduling.models import Venue


class VenueForm(PlainForm):
    """Its name, where it is and how many sit in it."""

    name = forms.CharField(label=_("Name of the venue"), max_length=80)
    address = forms.CharField(label=label_of(Venue, "address"), max_length=200, required=False)
    capacity = forms.IntegerField(
        label=label_of(Venue, "capacity"),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
