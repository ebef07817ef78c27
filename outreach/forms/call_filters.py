from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outreach.models.workplace import WorkplaceQuerySet
from outreach.places.districts import districts
from outreach.rules.call_queue import Place

PLACES = {
    Place.DUE: _("to call now"),
    Place.RESTING: _("called, resting"),
    Place.REFUSED: _("refused"),
    Place.NO_NUMBER: _("no telephone number"),
}


class CallFilterForm(forms.Form):
    """Which part of the call list somebody looks at."""

    district = forms.ChoiceField(label=_("District"), required=False)
    state = forms.ChoiceField(  # chosen by the tabs above the list
        required=False,
        choices=[(place.value, label) for place, label in PLACES.items()],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, used_districts: set[str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        in_english = translation.get_language() == "en"
        self.fields["district"].choices = [("", _("all"))] + [  # type: ignore[attr-defined]
            (code, district.name_en if in_english else district.name_ko)
            for code, district in districts().items()
            if code in used_districts
        ]
        self.is_valid()

    @property
    def chosen_district(self) -> str:
        """Return the district that was chosen; one nobody knows is none."""
        return str(self.cleaned_data.get("district", ""))

    @property
    def place(self) -> Place:
        """Return the part of the list; whom to call now unless another was chosen."""
        return Place(self.cleaned_data.get("state") or Place.DUE)

    def apply(self, workplaces: WorkplaceQuerySet) -> WorkplaceQuerySet:
        """Return the workplaces of the district."""
        code = self.chosen_district
        return workplaces.filter(district_code=code) if code else workplaces
