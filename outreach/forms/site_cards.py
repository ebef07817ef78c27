"""What a team should know before it stands at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.forms.plain_texts import label_of
from outreach.forms.versions import VersionedForm
from outreach.models import Workplace

YES, NO = "yes", "no"
EQUIPMENT = ("has_lift", "has_van_parking", "has_power", "has_quiet_corner")
ROOM = ("van_height_cm", "van_length_cm")
PLAIN = ("floor", *ROOM, "preferred_from", "preferred_to", "site_note")
LOWEST, HIGHEST = 100, 2_000  # centimetres; somebody who writes 2.3 is told so


def known_or_not(label: Any) -> forms.TypedChoiceField:
    """Return a question to which nobody may know the answer."""
    return forms.TypedChoiceField(
        label=label,
        choices=[
            ("", gettext_lazy("not known")),
            (YES, gettext_lazy("there is")),
            (NO, gettext_lazy("there is none")),
        ],
        coerce=lambda answer: answer == YES,
        empty_value=None,
        required=False,
    )


def centimetres(label: Any) -> forms.IntegerField:
    """Return a question for a measure of a van or its place, which nobody may know."""
    return forms.IntegerField(
        label=label,
        min_value=LOWEST,
        max_value=HIGHEST,
        required=False,
        help_text=gettext_lazy("In centimetres; blank where nobody measured."),
    )


class SiteCardForm(VersionedForm):
    """Floor, lift, parking, power, a quiet corner, hours, a note and a photo."""

    floor = forms.IntegerField(
        label=label_of(Workplace, "floor"),
        min_value=-9,
        max_value=99,
        required=False,
        help_text=gettext_lazy("-1 is the first basement."),
    )
    has_lift = known_or_not(gettext_lazy("Lift in the building"))
    has_van_parking = known_or_not(gettext_lazy("Place for the van"))
    van_height_cm = centimetres(gettext_lazy("Highest van that gets in"))
    van_length_cm = centimetres(gettext_lazy("Longest van that finds room"))
    has_power = known_or_not(gettext_lazy("Power socket within reach"))
    has_quiet_corner = known_or_not(gettext_lazy("Corner to talk undisturbed"))
    preferred_from = forms.TimeField(label=label_of(Workplace, "preferred_from"), required=False)
    preferred_to = forms.TimeField(label=label_of(Workplace, "preferred_to"), required=False)
    site_note = forms.CharField(
        label=label_of(Workplace, "site_note"), max_length=200, required=False
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo of the entrance"),
        required=False,
        help_text=gettext_lazy(
            "Of the door and the way to it, without people. Place and time are taken out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_photo = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        start, end = given.get("preferred_from"), given.get("preferred_to")
        if start and end and start >= end:
            self.add_error("preferred_to", _("The preferred hours must start before they end."))
        return given

    @property
    def card(self) -> dict[str, Any]:
        """What was given of the columns."""
        return {name: self.cleaned_data[name] for name in (*PLAIN, *EQUIPMENT)}


def card_of(workplace: Workplace) -> dict[str, Any]:
    """Return the card on record as the form shows it."""
    known: dict[str, Any] = {name: getattr(workplace, name) for name in PLAIN}
    for name in EQUIPMENT:
        answer = getattr(workplace, name)
        known[name] = "" if answer is None else YES if answer else NO
    return {**known, "version": workplace.version}
