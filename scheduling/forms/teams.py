"""What is asked about a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from outreach.forms.plain_texts import PlainForm
from outreach.models import Centre, Staff
from scheduling.models import Skill, Vehicle

SHORTEST_DRIVE, LONGEST_DRIVE = 10, 600  # minutes a day


class TeamForm(PlainForm):
    """Its name, what it does, who goes along and in which van."""

    name = forms.CharField(label=_("Name of the team"), max_length=40)
    skills = forms.MultipleChoiceField(
        label=_("What it does on a visit"),
        choices=[(skill.value, skill.label) for skill in Skill],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one service.")},
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Who goes along"),
        queryset=Staff.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one person.")},
    )
    vehicle = forms.ModelChoiceField(
        label=_("Vehicle"),
        queryset=Vehicle.objects.none(),
        required=False,
        empty_label=_("no vehicle"),
    )
    max_drive_minutes = forms.IntegerField(
        label=_("Driving a day, at most, in minutes"),
        min_value=SHORTEST_DRIVE,
        max_value=LONGEST_DRIVE,
        initial=150,
        help_text=_("A plan never gives the team more driving than this."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        """Offer the centre's own people and vans."""
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        members.queryset = centre.staff.filter(is_active=True).order_by("name", "pk")  # type: ignore[attr-defined]
        members.label_from_instance = _person_words  # type: ignore[attr-defined]
        self.fields["vehicle"].queryset = centre.vehicles.order_by("name")  # type: ignore[attr-defined]


def _person_words(person: Staff) -> str:
    return str(
        _("%(name)s (%(role)s)") % {"name": person, "role": capfirst(person.get_role_display())}
    )
