"""What is asked about a row that somebody must decide about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outreach.forms.plain_texts import PlainForm
from outreach.import_words import ImportWords, label
from outreach.rules import business_numbers
from outreach.rules.business_numbers import BusinessNumberState

LENGTHS = {"name": 120, "road_address": 200, "lot_address": 200}
OTHER_LENGTH = 60
NUMBERS = ("regular_workers",)
PHONES = "phones"


class CorrectionForm(PlainForm):
    """A row's own facts, to be corrected before it is registered as a new entry."""

    def __init__(
        self, *args: Any, words: ImportWords, told: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.told = told
        for name in words.corrected:
            called = str(capfirst(label(words.facts, name)))
            shown = words.fact(told, name)
            if name == PHONES:
                self._ask_for_phones(called)
            elif name in NUMBERS:
                self.fields[name] = forms.IntegerField(
                    label=called, min_value=0, max_value=10_000, required=False, initial=shown
                )
            else:
                self.fields[name] = forms.CharField(
                    label=called,
                    max_length=LENGTHS.get(name, OTHER_LENGTH),
                    required=name == "name",
                    initial=shown,
                )
        self._shown = {name: self.fields[name].initial for name in self.fields}

    def _ask_for_phones(self, called: str) -> None:
        """Let numbers be left out that belong to somebody else."""
        numbers = [
            (phone["e164"], phone["national"])
            for phone in self.told.get(PHONES) or []
            if phone.get("e164")
        ]
        if numbers:
            self.fields[PHONES] = forms.MultipleChoiceField(
                label=called,
                choices=numbers,
                required=False,
                initial=[number for number, _shown in numbers],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean_business_no(self) -> str:
        number = business_numbers.recognise(self.cleaned_data["business_no"])
        if number.state is BusinessNumberState.BLANK:
            return ""
        if number.digits is None:
            raise forms.ValidationError(_("This is not a business registration number."))
        return number.digits

    @property
    def changes(self) -> dict[str, Any]:
        """Return what was written otherwise than the row tells."""
        changed = {}
        for name, value in self.cleaned_data.items():
            if name == PHONES:
                if sorted(value) != sorted(self._shown[PHONES]):
                    changed[PHONES] = value
            elif value != (self.told.get(name) if name in NUMBERS else self.told.get(name) or ""):
                changed[name] = value
        return changed
