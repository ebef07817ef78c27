"""What is asked about a van."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm
from outreach.forms.site_cards import centimetres
from scheduling.models import Equipment
from scheduling.rules.van_room import Size


class VehicleForm(PlainForm):
    """How the van is called, and how high and long it is."""

    name = forms.CharField(
        label=_("Name of the vehicle"),
        max_length=40,
        help_text=_("As everybody calls it, for example 건강버스 1호."),
    )
    height_cm = centimetres(_("Height of the vehicle"))
    length_cm = centimetres(_("Length of the vehicle"))
    equipment = forms.MultipleChoiceField(
        label=_("Equipment in the vehicle"),
        choices=Equipment.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "An exam for noise or dust is planned only where its equipment is. "
            "Leave all open if nobody knows: then every exam may be planned."
        ),
    )

    @property
    def size(self) -> Size:
        """What was given of its size."""
        return Size(self.cleaned_data["height_cm"], self.cleaned_data["length_cm"])
